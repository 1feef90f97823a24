import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Bff } from '../../support/bffs.ts';
import { leaveNothing } from '../../support/leftovers.ts';

/** A gateway with schemas of its own, which a test may change. */
export interface CopiedBff {
  readonly bff: Bff;
  readonly home: URL;
  /** Replaces the text of one file below `schemas/`. */
  readonly edit: (file: string, change: (text: string) => string) => Promise<void>;
}

/** The same code, started from a folder with a copy of the schemas; gone when the test is over. */
export async function copyBff(bff: Bff): Promise<CopiedBff> {
  const home = fileURLToPath(new URL('../../../', import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-'));
  leaveNothing(() => rm(folder, { recursive: true }));
  const room = bff.main.split('/')[0] ?? '';
  await Promise.all([
    ...['package.json', 'schemas', room].map((name) =>
      cp(join(home, name), join(folder, name), { recursive: true }),
    ),
    symlink(join(home, 'gateway'), join(folder, 'gateway')),
  ]);
  const own = pathToFileURL(`${folder}/`);
  return {
    bff: { ...bff, home: own },
    home: own,
    async edit(file, change) {
      const path = join(folder, 'schemas', file);
      await writeFile(path, change(await readFile(path, 'utf8')));
    },
  };
}
