/** `npm run generate` writes what is generated; with `--check` it only says what is stale, and exits with 1. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { generateFiles } from './generate-files.ts';

const home = join(import.meta.dirname, '..');
const files = await generateFiles(home);
const stale = [...(await changedFiles()), ...(await abandonedFiles())];

if (process.argv.includes('--check')) {
  for (const file of stale) process.stdout.write(`stale: ${file}\n`);
  if (stale.length > 0) process.stdout.write('Run `npm run generate` and commit what it writes.\n');
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  await Promise.all(stale.map(update));
  process.stdout.write(stale.length === 0 ? 'All generated files are up to date.\n' : '');
}

async function changedFiles(): Promise<string[]> {
  const changed = await Promise.all(
    [...files].map(async ([file, text]) =>
      (await readFile(join(home, file), 'utf8').catch(() => '')) === text ? [] : [file],
    ),
  );
  return changed.flat();
}

/** What was generated for a client that is gone. */
async function abandonedFiles(): Promise<string[]> {
  const folder = join(home, 'schemas/generated');
  const found = existsSync(folder) ? await readdir(folder, { recursive: true, withFileTypes: true }) : [];
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(home.length + 1))
    .filter((file) => !files.has(file));
}

async function update(file: string): Promise<void> {
  const text = files.get(file);
  const path = join(home, file);
  if (text === undefined) await rm(path);
  else {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  process.stdout.write(`${text === undefined ? 'removed' : 'wrote'} ${file}\n`);
}
