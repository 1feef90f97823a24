import type { ServerResponse } from 'node:http';
import type { MockClock } from './mock-clock.ts';
import { BODILESS } from './success-status.ts';

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

/** A slow body comes in so many pieces, if it has that many bytes. */
const PIECES = 20;

/** Sends an answer in a way that a caller must cope with. */
export async function sendFaultyResponse(
  outgoing: ServerResponse,
  response: Response,
  { truncated, slowBodyMs }: FaultyDelivery,
  options: SendOptions,
): Promise<void> {
  const bytes = Buffer.from(await response.arrayBuffer());
  outgoing.statusCode = response.status;
  outgoing.setHeaders(response.headers);
  if (truncated === true) sendHalf(outgoing, bytes);
  else await sendSlowly(outgoing, bytes, slowBodyMs ?? 0, options);
}

/** The length that is announced is the whole one. Where there is no body, the head breaks off. */
function sendHalf(outgoing: ServerResponse, bytes: Buffer): void {
  const { socket, statusCode, req } = outgoing;
  if (bytes.byteLength === 0 || req.method === 'HEAD' || BODILESS.has(statusCode)) {
    socket?.write(`HTTP/1.1 ${statusCode} `, () => socket.destroy());
    return;
  }
  outgoing.setHeader('content-length', bytes.byteLength);
  outgoing.write(bytes.subarray(0, Math.floor(bytes.byteLength / 2)));
  outgoing.flushHeaders();
  socket?.write('', () => socket.destroy());
}

async function sendSlowly(
  outgoing: ServerResponse,
  bytes: Buffer,
  durationMs: number,
  { clock, signal }: SendOptions,
): Promise<void> {
  if (!BODILESS.has(outgoing.statusCode)) outgoing.setHeader('content-length', bytes.byteLength);
  outgoing.flushHeaders();
  const pieces = outgoing.req.method === 'HEAD' ? [] : split(bytes);
  const pauseMs = durationMs / Math.max(1, pieces.length);
  try {
    for (const piece of pieces) {
      await clock.wait(pauseMs, signal);
      outgoing.write(piece);
    }
    outgoing.end();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function split(bytes: Buffer): readonly Buffer[] {
  const size = Math.max(1, Math.ceil(bytes.byteLength / PIECES));
  const count = Math.ceil(bytes.byteLength / size);
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}
