import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findCycles } from './find-cycles.ts';
import { importsOf } from './imports-of.ts';
import { OWNED_PACKAGES, refuseImport } from './refuse-import.ts';
import { HOME, readProjectFile, sourceFiles } from './source-files.ts';

const imports = sourceFiles().flatMap((file) => importsOf(file, readProjectFile(file)));

describe('imports', () => {
  it('go only where their room may go', () => {
    const refused = imports.flatMap((one) => {
      const reason = refuseImport(one);
      return reason === undefined ? [] : [`${one.file}:${one.line} imports ${one.specifier}: ${reason}`];
    });
    expect(refused).toEqual([]);
  });

  it('never go round in a circle', () => {
    expect(findCycles(imports).map((cycle) => cycle.join(' → '))).toEqual([]);
  });

  it('are of files that exist', () => {
    const missing = imports.flatMap(({ file, line, specifier, target }) =>
      target.kind === 'file' && !existsSync(join(HOME, target.file))
        ? [`${file}:${line} imports ${specifier}`]
        : [],
    );
    expect(missing).toEqual([]);
  });

  it('have an owner for every dependency that is not a tool', () => {
    const manifest: Record<string, Record<string, string>> = JSON.parse(
      readFileSync(join(HOME, 'package.json'), 'utf8'),
    );
    const installed = Object.keys({ ...manifest['dependencies'], ...manifest['optionalDependencies'] });
    const libraries = installed.filter((name) => !name.startsWith('node-'));
    expect(libraries.filter((name) => !OWNED_PACKAGES.includes(name))).toEqual([]);
  });

  it('are found in a ring that is planted', () => {
    const ring = ['a', 'b', 'c'].flatMap((file, index) =>
      importsOf(`x/${file}.ts`, `import './${'bca'.charAt(index)}.ts'`),
    );
    expect(findCycles(ring)).toEqual([['x/a.ts', 'x/b.ts', 'x/c.ts', 'x/a.ts']]);
  });
});
