import type { IncomingMessage } from 'node:http';
import type { IncomingRequest } from '../incoming-request.ts';
import type { PathMatch } from '../operation-paths.ts';
import { mediaTypeFor } from './bytes-body.ts';
import type { BytesExchange } from './bytes-exchange.ts';
import type { FileAnswer } from './file-answer.ts';
import type { FileStore } from './file-store.ts';
import { drain, piecesOf, type ReceivedBytes, type RefusedBytes, receiveBytes } from './receive-bytes.ts';

export interface IncomingBytes {
  readonly match: PathMatch;
  readonly received: IncomingRequest;
  readonly incoming: IncomingMessage;
  readonly files: FileStore;
}

/** A request whose body was streamed to files, or refused; read to its end either way. */
export interface BytesTurnRead {
  /** As `/__calls` shows its body: names, sizes and digests. */
  readonly remembered: unknown;
  answer(): Promise<Response | FileAnswer>;
}

const NOTHING: ReceivedBytes = { files: new Map(), fields: {} };

/** Asks whether the bytes may come before it takes any. */
export async function readBytesTurn(
  exchange: BytesExchange,
  { match, received, incoming, files }: IncomingBytes,
): Promise<BytesTurnRead> {
  const admitted = await exchange.admit();
  const pieces = piecesOf(incoming);
  const contentType = received.headers.get('content-type') ?? '';
  const operation = match.kind === 'operation' ? match.operation : undefined;
  const media = operation === undefined ? undefined : mediaTypeFor(operation, contentType);
  if (admitted instanceof Response || operation === undefined || media === undefined) {
    await drain(pieces);
    if (admitted instanceof Response) return { remembered: undefined, answer: async () => admitted };
    return { remembered: undefined, answer: async () => (await exchange.answer(NOTHING)).answer };
  }
  const { maxBytes } = admitted;
  const bytes = await receiveBytes(pieces, { operation, media, contentType, maxBytes, files });
  return {
    remembered: presentBytes(bytes),
    async answer() {
      const { answer, isKept } = await exchange.answer(bytes);
      if (!isKept && 'files' in bytes)
        await Promise.all([...bytes.files.values()].map((file) => files.remove(file)));
      return answer;
    },
  };
}

function presentBytes(bytes: ReceivedBytes | RefusedBytes): unknown {
  if ('refused' in bytes) return undefined;
  const files = [...bytes.files].map(([name, { size, sha256, mediaType, fileName }]) => {
    return [
      name,
      { ...(fileName === undefined ? {} : { fileName }), mediaType, bytes: size, sha256 },
    ] as const;
  });
  const [[name, alone] = []] = files;
  return name === 'body' ? alone : { ...bytes.fields, ...Object.fromEntries(files) };
}
