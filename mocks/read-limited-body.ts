import type { IncomingMessage } from 'node:http';

/**
 * The whole body, or undefined when it has more than `maxBytes`. What is too much is read all the same and thrown
 * away: a caller that is still sending would see a broken connection instead of the answer.
 */
export async function readLimitedBody(
  incoming: IncomingMessage,
  maxBytes: number,
): Promise<Buffer<ArrayBuffer> | undefined> {
  let chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size <= maxBytes) chunks.push(chunk);
    else chunks = [];
  }
  return size <= maxBytes ? Buffer.concat(chunks) : undefined;
}
