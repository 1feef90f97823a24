import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The top of the repository. */
export const HOME = resolve(import.meta.dirname, '../..');

/** Every file that is tracked, or will be: what `.gitignore` leaves out is nobody's source. Paths from the top. */
export function projectFiles(): string[] {
  const listing = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: HOME,
    encoding: 'utf8',
  });
  const files = new Set(listing.split('\0').filter((file) => file !== '' && existsSync(join(HOME, file))));
  return [...files].toSorted();
}

/** The code that the house rules are about. What is generated follows the rules of its generator. */
export function sourceFiles(): string[] {
  return projectFiles().filter(
    (file) => /\.(ts|mjs|cjs|js)$/.test(file) && !file.startsWith('schemas/generated/'),
  );
}

export function readProjectFile(file: string): string {
  return readFileSync(join(HOME, file), 'utf8');
}
