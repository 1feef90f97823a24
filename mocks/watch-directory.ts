import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { MockClock } from './mock-clock.ts';

const INTERVAL_MS = 300;

/**
 * Calls back after files of a directory changed, and once soon after the start, until the signal aborts. `onChange`
 * must not reject. It looks instead of listening, because file events do not pass into containers from every host.
 */
export async function watchDirectory(
  directory: string,
  { clock, signal }: { readonly clock: MockClock; readonly signal: AbortSignal },
  onChange: () => Promise<void>,
): Promise<void> {
  let seen = '';
  while (!signal.aborted) {
    const found = await fingerprint(directory);
    if (found !== seen) await onChange();
    seen = found;
    await clock.wait(INTERVAL_MS, signal).catch(() => undefined);
  }
}

/** Changes when a file comes, goes or is written. Empty while the directory cannot be read. */
async function fingerprint(directory: string): Promise<string> {
  const names = await readdir(directory).catch(() => []);
  const files = await Promise.all(
    names.map(async (name) => {
      const found = await stat(join(directory, name)).catch(() => undefined);
      return `${name} ${found?.mtimeMs} ${found?.size} ${found?.ino}`;
    }),
  );
  return files.toSorted((left, right) => (left < right ? -1 : 1)).join('\n');
}
