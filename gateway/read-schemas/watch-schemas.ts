import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A change is noticed after one interval; and acted on after the next, when nothing moves any more. */
const INTERVAL_MS = 200;

export interface WatchOptions {
  readonly directory: URL;
  /** What `takeFingerprint` gave before the schemas were read that are served now. */
  readonly since: string;
  readonly clock: { after(delayMs: number, callback: () => void): unknown };
  /** Called after each change, never twice at a time. What it throws is the caller's to handle. */
  readonly onChange: () => Promise<void>;
}

/**
 * Looks again and again instead of listening: file events reach neither containers from every host nor, reliably,
 * those who watch a whole tree. Gives back what ends it.
 */
export function watchSchemas({ directory, since, clock, onChange }: WatchOptions): () => void {
  let served = since;
  let last = since;
  let ended = false;

  async function look(): Promise<void> {
    const found = await takeFingerprint(directory);
    const settled = found === last;
    last = found;
    if (found === served || !settled || ended) return;
    served = found;
    await onChange();
  }
  async function lookAgain(): Promise<void> {
    await look().catch(() => undefined); // a file that vanished while we looked; the next look sees the rest
    if (!ended) clock.after(INTERVAL_MS, () => void lookAgain());
  }
  void lookAgain();
  return () => {
    ended = true;
  };
}

/** Changes when a file comes, goes or is written. */
export async function takeFingerprint(directory: URL): Promise<string> {
  const entries = await readdir(fileURLToPath(directory), { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => describeFile(join(parentPath, name))),
  );
  return files.toSorted().join('\n');
}

async function describeFile(path: string): Promise<string> {
  const { mtimeMs, size, ino } = await stat(path);
  return `${path} ${mtimeMs} ${size} ${ino}`;
}
