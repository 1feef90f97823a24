import { createHash } from 'node:crypto';
import { type Operation, responseFor } from '#contract';
import { parseTestCredential } from '../check-security.ts';
import type { AskedOnce } from './replays.ts';

const HEADER = 'idempotency-key';

/**
 * What makes a request the same one again; undefined where the contract knows no key, or none was sent.
 *
 * @param content what stands for the body
 */
export function readIdempotencyKey(
  { parameters, coordinate }: Operation,
  request: Request,
  content: string,
): AskedOnce | undefined {
  const isKnown = parameters.some(
    ({ name, in: place }) => place === 'header' && name.toLowerCase() === HEADER,
  );
  const key = request.headers.get(HEADER);
  if (!isKnown || key === null) return undefined;
  const subject = parseTestCredential(request.headers.get('authorization'))?.sub ?? '';
  const { pathname, search } = new URL(request.url);
  const hash = createHash('sha256')
    .update(`${pathname}${search}
`)
    .update(content);
  return { key: JSON.stringify([coordinate, subject, key]), fingerprint: hash.digest('hex') };
}

/** How the contract says that a key belongs to another request. */
export function conflictStatus(operation: Operation): number {
  return [409, 422].find((status) => responseFor(operation, status) !== undefined) ?? 422;
}
