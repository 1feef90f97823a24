import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { essenceOf } from './choose-media-type.ts';

/** Writes an answer; event streams as they come, everything else with its length. */
export async function sendResponse(outgoing: ServerResponse, response: Response): Promise<void> {
  if (response.type === 'error') return void outgoing.destroy();
  outgoing.statusCode = response.status;
  const cookies = response.headers.getSetCookie();
  outgoing.setHeaders(response.headers);
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
  if (response.body === null || outgoing.req.method === 'HEAD') outgoing.end();
  else if (essenceOf(response.headers.get('content-type')) === 'text/event-stream') {
    await pipeline(Readable.fromWeb(response.body), outgoing);
  } else outgoing.end(Buffer.from(await response.arrayBuffer()));
}
