import type { Json, MediaType, Operation } from '#contract';
import { essenceOf } from '../choose-media-type.ts';
import { fieldValue, maxBytesOf, maxPartBytes, takesPart } from './bytes-body.ts';
import type { FileStore, StoredFile } from './file-store.ts';
import { boundaryOf, type FormPart, MalformedForm, readMultipart } from './read-multipart.ts';

/** A file as it was sent. */
export interface ReceivedFile extends StoredFile {
  readonly mediaType: string;
  readonly fileName: string | undefined;
}

/** A body of bytes, read to its end. */
export interface ReceivedBytes {
  /** By the names of a form's parts; the only one is called `body` where the body is no form. */
  readonly files: ReadonlyMap<string, ReceivedFile>;
  /** The other parts of a form. */
  readonly fields: Readonly<Record<string, Json>>;
}

/** Why a body was not kept. It was read to its end all the same. */
export type RefusedBytes =
  | { readonly refused: 'malformed'; readonly detail: string }
  | { readonly refused: 'too-large'; readonly name: string; readonly maxBytes: number }
  | { readonly refused: 'unsupported'; readonly name: string };

export interface ReceiveOptions {
  readonly operation: Operation;
  readonly media: MediaType;
  /** The `Content-Type` header. */
  readonly contentType: string;
  /** Fewer than the contract allows; as many as it does when left out. */
  readonly maxBytes?: number | undefined;
  readonly files: FileStore;
}

const MAX_FIELD_BYTES = 64 * 1024;

/** Streams a body into files. What was refused leaves none behind. */
export async function receiveBytes(
  pieces: AsyncIterable<Buffer>,
  options: ReceiveOptions,
): Promise<ReceivedBytes | RefusedBytes> {
  const { contentType, media, files } = options;
  const mediaType = essenceOf(contentType) ?? '';
  if (mediaType === 'multipart/form-data') return await receiveForm(pieces, options);
  const maxBytes = Math.min(maxBytesOf(media.schema), options.maxBytes ?? Infinity);
  const file = await files.store(pieces, maxBytes);
  if (file === undefined) return { refused: 'too-large', name: 'body', maxBytes };
  return { files: new Map([['body', { ...file, mediaType, fileName: undefined }]]), fields: {} };
}

async function receiveForm(
  pieces: AsyncIterable<Buffer>,
  options: ReceiveOptions,
): Promise<ReceivedBytes | RefusedBytes> {
  const boundary = boundaryOf(options.contentType);
  if (boundary === undefined) {
    await drain(pieces);
    return { refused: 'malformed', detail: 'The form has no boundary.' };
  }
  const stored = new Map<string, ReceivedFile>();
  const fields = new Map<string, Json>();
  let refusal: RefusedBytes | undefined;
  try {
    for await (const part of readMultipart(pieces, boundary)) {
      // What comes behind a refused part is read, so that the caller hears of it, and not kept.
      refusal ??= await takePart(part, options, { stored, fields });
    }
  } catch (error) {
    if (!(error instanceof MalformedForm)) throw error;
    refusal = { refused: 'malformed', detail: error.message };
    await drain(pieces);
  }
  if (refusal === undefined) return { files: stored, fields: Object.fromEntries(fields) };
  await Promise.all([...stored.values()].map((file) => options.files.remove(file)));
  return refusal;
}

interface Taken {
  readonly stored: Map<string, ReceivedFile>;
  readonly fields: Map<string, Json>;
}

async function takePart(
  part: FormPart,
  { operation, media, files, maxBytes = Infinity }: ReceiveOptions,
  { stored, fields }: Taken,
): Promise<RefusedBytes | undefined> {
  const { name, fileName, body } = part;
  if (fileName === undefined) {
    const text = await readField(body);
    if (text === undefined) return { refused: 'too-large', name, maxBytes: MAX_FIELD_BYTES };
    fields.set(name, fieldValue(media, name, text));
    return undefined;
  }
  const before = stored.get(name);
  if (before !== undefined) return { refused: 'malformed', detail: `The form has two files ${name}.` };
  if (!takesPart(operation, media, part)) return { refused: 'unsupported', name };
  const most = Math.min(maxPartBytes(media, name), maxBytes);
  const file = await files.store(body, most);
  if (file === undefined) return { refused: 'too-large', name, maxBytes: most };
  stored.set(name, {
    ...file,
    fileName,
    mediaType: essenceOf(part.mediaType ?? null) ?? 'application/octet-stream',
  });
  return undefined;
}

async function readField(body: AsyncIterable<Buffer>): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of body) {
    size += piece.byteLength;
    if (size <= MAX_FIELD_BYTES) pieces.push(piece);
  }
  return size > MAX_FIELD_BYTES ? undefined : Buffer.concat(pieces).toString('utf8');
}

/** The pieces of a stream for several readers, one after the other; none of them closes it. */
export function piecesOf(stream: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const iterator = stream[Symbol.asyncIterator]();
  return { [Symbol.asyncIterator]: () => ({ next: () => iterator.next() }) };
}

/** A caller that is still sending would see a broken connection instead of the answer. */
export async function drain(pieces: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of pieces);
}
