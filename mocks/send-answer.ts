import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type FileAnswer, headOf, isFileAnswer } from './bytes/file-answer.ts';
import { essenceOf } from './choose-media-type.ts';
import type { MockClock } from './mock-clock.ts';
import { BODILESS } from './success-status.ts';

/** Writes an answer; files and event streams piece by piece, everything else with its length. */
export async function sendAnswer(outgoing: ServerResponse, answer: Response | FileAnswer): Promise<void> {
  if (isFileAnswer(answer)) return await sendFile(outgoing, answer);
  if (answer.type === 'error') return void outgoing.destroy();
  writeHead(outgoing, answer);
  if (answer.body === null || outgoing.req.method === 'HEAD') outgoing.end();
  else if (essenceOf(answer.headers.get('content-type')) === 'text/event-stream') {
    await pipeline(Readable.fromWeb(answer.body), outgoing);
  } else outgoing.end(Buffer.from(await answer.arrayBuffer()));
}

async function sendFile(outgoing: ServerResponse, answer: FileAnswer): Promise<void> {
  writeHead(outgoing, headOf(answer));
  if (outgoing.req.method === 'HEAD') outgoing.end();
  else await pipeline(createReadStream(answer.file.path), outgoing);
}

function writeHead(outgoing: ServerResponse, { status, headers }: Response): void {
  outgoing.statusCode = status;
  const cookies = headers.getSetCookie();
  outgoing.setHeaders(headers);
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
}

export interface FaultyDelivery {
  /** The body breaks off in the middle. */
  readonly truncated?: boolean | undefined;
  /** The body takes so many milliseconds. */
  readonly slowBodyMs?: number | undefined;
}

export interface SendOptions {
  readonly clock: MockClock;
  /** Aborts when the caller goes away. */
  readonly signal: AbortSignal;
}

/** Sends an answer in a way that a caller must cope with. */
export async function sendFaultyAnswer(
  outgoing: ServerResponse,
  answer: Response | FileAnswer,
  { truncated, slowBodyMs = 0 }: FaultyDelivery,
  options: SendOptions,
): Promise<void> {
  const body = isFileAnswer(answer)
    ? { size: answer.file.size, pieces: createReadStream(answer.file.path) }
    : bufferedBody(Buffer.from(await answer.arrayBuffer()));
  writeHead(outgoing, headOf(answer));
  const isBodiless = outgoing.req.method === 'HEAD' || BODILESS.has(outgoing.statusCode);
  if (truncated === true) await sendHalf(outgoing, isBodiless ? EMPTY : body);
  else await sendSlowly(outgoing, isBodiless ? EMPTY : body, { ...options, durationMs: slowBodyMs });
}

interface Body {
  readonly size: number;
  readonly pieces: Iterable<Buffer> | AsyncIterable<Buffer>;
}

const EMPTY: Body = { size: 0, pieces: [] };
/** A slow body comes in so many pieces, if it has that many bytes. */
const PIECES = 20;

function bufferedBody(bytes: Buffer): Body {
  const size = Math.max(1, Math.ceil(bytes.byteLength / PIECES));
  const count = Math.ceil(bytes.byteLength / size);
  const pieces = Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
  return { size: bytes.byteLength, pieces };
}

/** The length that is announced is the whole one. Where there is no body, the head breaks off. */
async function sendHalf(outgoing: ServerResponse, { size, pieces }: Body): Promise<void> {
  const { socket, statusCode } = outgoing;
  if (size === 0) {
    socket?.write(`HTTP/1.1 ${statusCode} `, () => socket.destroy());
    return;
  }
  outgoing.setHeader('content-length', size);
  outgoing.flushHeaders();
  let left = Math.floor(size / 2);
  for await (const piece of pieces) {
    await write(outgoing, piece.subarray(0, left));
    left -= piece.byteLength;
    if (left <= 0) break;
  }
  socket?.destroySoon();
}

async function sendSlowly(
  outgoing: ServerResponse,
  { size, pieces }: Body,
  { clock, signal, durationMs }: SendOptions & { readonly durationMs: number },
): Promise<void> {
  if (!BODILESS.has(outgoing.statusCode)) outgoing.setHeader('content-length', size);
  outgoing.flushHeaders();
  try {
    for await (const piece of pieces) {
      await clock.wait((durationMs * piece.byteLength) / size, signal);
      await write(outgoing, piece);
    }
    outgoing.end();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Until the socket has taken it. */
function write(outgoing: ServerResponse, piece: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    outgoing.write(piece, (error) => {
      if (error instanceof Error) reject(error);
      else resolve();
    });
  });
}
