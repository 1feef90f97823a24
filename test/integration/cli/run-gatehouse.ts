import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { leaveNothing } from '../../support/leftovers.ts';

export const HOME = join(import.meta.dirname, '../../..');

/** A process that has ended. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export async function runNode(args: readonly string[]): Promise<Outcome> {
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, args, { cwd: HOME })) };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && 'stdout' in error && 'stderr' in error)) throw error;
    return { code: Number(error.code), stdout: String(error.stdout), stderr: String(error.stderr) };
  }
}

/** `npx gatehouse …` in the repository. */
export function gatehouse(...args: string[]): Promise<Outcome> {
  return runNode(['bin/gatehouse.js', ...args]);
}

/** The repository's schemas in a folder of their own, until the test is over. */
export async function copiedSchemas(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-schemas-'));
  leaveNothing(() => rm(folder, { recursive: true }));
  await cp(join(HOME, 'schemas'), folder, { recursive: true });
  return folder;
}

/** The repository's schemas with one of them changed. */
export async function changedSchemas(file: string, change: (text: string) => string): Promise<string> {
  const folder = await copiedSchemas();
  await writeFile(join(folder, file), change(await readFile(join(folder, file), 'utf8')));
  return folder;
}
