import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Randomness } from '../clock.ts';

/** What goes into logs and to services unread: letters, digits, `_` and `-`, so that nobody can forge a line. */
const ACCEPTED = /^[\w-]{8,64}$/;

/** The client's id where it is harmless, else one of ours; the response carries it from here on. */
export function identifyRequest(
  request: IncomingMessage,
  response: ServerResponse,
  randomness: Pick<Randomness, 'id'>,
): string {
  const sent = request.headers['x-request-id'];
  const id = typeof sent === 'string' && ACCEPTED.test(sent) ? sent : randomness.id();
  response.setHeader('x-request-id', id);
  return id;
}
