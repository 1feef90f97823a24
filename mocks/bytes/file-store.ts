import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

/** Bytes that were received, in a file of their own. */
export interface StoredFile {
  readonly path: string;
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Files of one process of mocks, in a folder that nobody else uses. */
export interface FileStore {
  /**
   * Writes the bytes as they come; only a piece of them is ever in memory. Undefined when there are more than
   * `maxBytes`: then nothing is kept, and the rest is read and thrown away.
   */
  store(pieces: AsyncIterable<Buffer>, maxBytes: number): Promise<StoredFile | undefined>;
  remove(file: StoredFile): Promise<void>;
  /** Removes the folder. The next file makes a new one. */
  clear(): Promise<void>;
}

/** Nothing is written before the first file. */
export function createFileStore(): FileStore {
  let folder: Promise<string> | undefined;
  let count = 0;

  async function nextPath(): Promise<string> {
    folder ??= mkdtemp(join(tmpdir(), 'gatehouse-mocks-'));
    count += 1;
    return join(await folder, String(count));
  }

  return {
    async store(pieces, maxBytes) {
      const path = await nextPath();
      const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
      // Heard of when it is waited for; until then it is nobody's.
      const closed = finished(file);
      closed.catch(() => undefined);
      const hash = createHash('sha256');
      let size = 0;
      let isWhole = false;
      try {
        for await (const piece of pieces) {
          size += piece.byteLength;
          if (size > maxBytes) continue;
          hash.update(piece);
          if (!file.write(piece)) await drained(file, closed);
        }
        isWhole = size <= maxBytes;
      } finally {
        file.end();
        await closed;
        // Whoever goes away in the middle leaves nothing behind.
        if (!isWhole) await rm(path, { force: true });
      }
      return isWhole ? { path, size, sha256: hash.digest('hex') } : undefined;
    },
    async remove({ path }) {
      await rm(path, { force: true });
    },
    async clear() {
      const old = folder;
      folder = undefined;
      if (old !== undefined) await rm(await old, { recursive: true, force: true });
    },
  };
}

/** Until the file takes more, or cannot. */
async function drained(file: NodeJS.WritableStream, closed: Promise<void>): Promise<void> {
  await Promise.race([new Promise((resolve) => void file.once('drain', resolve)), closed]);
}
