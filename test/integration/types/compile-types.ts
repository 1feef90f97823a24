import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const HOME = resolve(import.meta.dirname, '../../..');

/**
 * What the compiler has to say of these modules under the strict settings of this repository;
 * empty when all is well. Their names may lead into folders.
 */
export async function compileTypes(modules: Readonly<Record<string, string>>): Promise<string> {
  const temporary = join(HOME, 'test/.tmp');
  await mkdir(temporary, { recursive: true });
  await writeFile(join(temporary, '.gitignore'), '*\n');
  const folder = await mkdtemp(join(temporary, 'types-'));
  const configuration = { extends: '../../../tsconfig.json', include: ['.'] };
  try {
    const files = { ...modules, 'tsconfig.json': JSON.stringify(configuration) };
    await Promise.all(Object.entries(files).map(([name, text]) => write(join(folder, name), text)));
    return await compile(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function compile(folder: string): Promise<string> {
  const compiler = join(HOME, 'node_modules/typescript/bin/tsc');
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [compiler, '-p', folder]);
    return stdout;
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
  }
}
