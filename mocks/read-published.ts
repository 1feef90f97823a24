import { readFile, stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Reads contracts of anybody: files, and over HTTP. */
export interface PublishedReader {
  /** A path or an `http:` or `https:` address. */
  locationOf(source: string): URL;
  /** What people call a location: the path from where they are, or the address. */
  nameOf(location: URL): string;
  /** @throws ReadError with a sentence that says why not */
  read(location: URL): Promise<string>;
}

/** Something cannot be read, and why. */
export class ReadError extends Error {
  override name = 'ReadError';
}

export interface PublishedReaderOptions {
  readonly directory: string;
  /** Longer ones are refused. */
  readonly maxBytes: number;
  /** For the whole answer of a server. */
  readonly timeoutMs: number;
  readonly send: typeof fetch;
}

export function createPublishedReader(options: PublishedReaderOptions): PublishedReader {
  const { directory, maxBytes } = options;
  let isRemote = false;
  const nameOf = (location: URL): string => {
    if (location.protocol !== 'file:') return location.href;
    return relative(directory, fileURLToPath(location)) || location.pathname;
  };
  return {
    nameOf,
    locationOf(source) {
      const address = /^https?:\/\//i.test(source) ? URL.parse(source) : null;
      isRemote = address !== null;
      return address ?? new URL(pathToFileURL(source).href);
    },
    async read(location) {
      // What is published elsewhere has no business among the files of this machine.
      if (location.protocol === 'file:' && !isRemote)
        return await readLocal(location, nameOf(location), maxBytes);
      if (/^https?:$/.test(location.protocol)) return await readRemote(location, options);
      throw new ReadError(`${location.protocol} is not read`);
    },
  };
}

async function readLocal(location: URL, name: string, maxBytes: number): Promise<string> {
  try {
    const { size } = await stat(location);
    if (size > maxBytes) throw tooLarge(name, maxBytes);
    return decode(name, await readFile(location));
  } catch (error) {
    if (error instanceof ReadError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const why =
      code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : String(error);
    throw new ReadError(`${name} cannot be read: ${why}`, { cause: error });
  }
}

async function readRemote(
  location: URL,
  { send, timeoutMs, maxBytes }: PublishedReaderOptions,
): Promise<string> {
  try {
    const answer = await send(location, {
      signal: AbortSignal.timeout(timeoutMs),
      headers: { accept: 'application/yaml, application/json, text/yaml, */*;q=0.5' },
    });
    if (!answer.ok) {
      await answer.body?.cancel();
      throw new ReadError(`${location.href} answered ${answer.status}`);
    }
    return decode(location.href, await readLimited(answer, location.href, maxBytes));
  } catch (error) {
    if (error instanceof ReadError) throw error;
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    const why = isLate ? `no answer within ${timeoutMs / 1000} s` : cause;
    throw new ReadError(`${location.href} cannot be read: ${why}`, { cause: error });
  }
}

async function readLimited(answer: Response, name: string, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength;
    // Leaving the loop cancels the body.
    if (size > maxBytes) throw tooLarge(name, maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(name: string, maxBytes: number): ReadError {
  return new ReadError(`${name} is larger than ${Math.round(maxBytes / 1024 / 1024)} MB`);
}

function decode(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ReadError(`${name} is not UTF-8`);
  }
}
