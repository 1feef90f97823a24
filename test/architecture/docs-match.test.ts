import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { DIAGNOSTICS } from '#binding';
import { ERRORS } from '#gateway';
import { generateFiles } from '../../scripts/generate-files.ts';
import { codeIn, headingLinksIn, headingsIn, linksIn, pages, rowsIn } from './pages.ts';
import { scanSource } from './scan-source.ts';
import { HOME, projectFiles, readProjectFile, sourceFiles } from './source-files.ts';

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}
const manifest: Manifest = JSON.parse(readProjectFile('package.json'));
const generated = await generateFiles(HOME);
const tests = sourceFiles().filter((file) => file.startsWith('test/'));

/** The rows of security.md, reliability.md and performance.md that tests are named after: the last of each kind. */
const REQUIREMENTS: Readonly<Record<string, number>> = {
  CSR: 4,
  GQL: 9,
  MOB: 4,
  OID: 6,
  PERF: 10,
  PLT: 4,
  REL: 40,
  SES: 11,
  STR: 8,
  TOK: 8,
  UPL: 5,
};

describe('what is generated', () => {
  it.each([...generated])('is up to date: %s (npm run generate)', (file, text) => {
    expect(existsSync(join(HOME, file)) ? readProjectFile(file) : 'missing').toBe(text);
  });

  it('is all there is in schemas/generated', () => {
    const abandoned = projectFiles().filter(
      (file) => file.startsWith('schemas/generated/') && !generated.has(file),
    );
    expect(abandoned).toEqual([]);
  });
});

describe('docs/errors.md', () => {
  it('tells what the catalogue tells, and nothing else', () => {
    const told = rowsIn(generated.get('docs/errors.md') ?? '').slice(1);
    const known = Object.entries(ERRORS).map(([code, { status, text, retryable, actor }]) => [
      code,
      String(status),
      text,
      retryable ? 'yes' : 'no',
      actor,
    ]);
    expect(told).toEqual(known);
  });

  it.each(Object.keys(ERRORS))('has a test for %s', (code) => {
    const meeting = tests.filter((file) => new RegExp(`\\b${code}\\b`).test(readProjectFile(file)));
    expect(meeting.length).toBeGreaterThan(0);
  });
});

describe('docs/diagnostics.md', () => {
  it('has a row for every code, and none for any other', () => {
    const told = rowsIn(readProjectFile('docs/diagnostics.md')).flatMap(([code = '']) =>
      /^GH\d+$/.test(code) ? [code] : [],
    );
    expect(told.toSorted()).toEqual(Object.keys(DIAGNOSTICS).toSorted());
  });
});

describe('DEPENDENCIES.md', () => {
  it('gives a reason for every dependency at its exact pin, and for no other', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    const pins = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
    const told = rowsIn(readProjectFile('DEPENDENCIES.md')).filter(([, version = '']) =>
      /^\d|^file:/.test(version),
    );
    expect(told.map(([name, version]) => `${name} ${version}`).toSorted()).toEqual(
      pins.map(([name, version]) => `${name} ${version}`).toSorted(),
    );
    expect(told.filter(([, , , reason = '']) => reason.length < 10)).toEqual([]);
  });

  it('is about exact versions', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    const pins = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect(pins.filter(([, version]) => !/^(\d+\.\d+\.\d+|file:.*)$/.test(version))).toEqual([]);
  });
});

describe('pages', () => {
  it('link to files that exist', () => {
    const dead = pages().flatMap(({ file, text }) =>
      linksIn(text).flatMap((link) =>
        existsSync(join(HOME, dirname(file), link)) ? [] : [`${file} links to ${link}`],
      ),
    );
    expect(dead).toEqual([]);
  });

  it('link to headings that exist', () => {
    const dead = pages().flatMap(({ file, text }) =>
      headingLinksIn(text).flatMap(([page, heading]) => {
        const target = page === '' ? file : join(dirname(file), page);
        return headingsIn(readProjectFile(target)).includes(heading)
          ? []
          : [`${file} links to ${page}#${heading}`];
      }),
    );
    expect(dead).toEqual([]);
  });

  it('name paths that exist', () => {
    const rooms = /^(gateway|mocks|cli|scripts|bin|schemas|test|docs|[a-z]+-bff)\/[\w./-]+$/;
    const dead = pages().flatMap(({ file, text }) =>
      codeIn(text).flatMap((code) =>
        rooms.test(code) && !existsSync(join(HOME, normalize(code))) ? [`${file} names ${code}`] : [],
      ),
    );
    expect(dead).toEqual([]);
  });

  it('name commands that package.json has', () => {
    const dead = pages().flatMap(({ file, text }) =>
      codeIn(text).flatMap((code) =>
        [...code.matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)].flatMap(([, script = '']) =>
          Object.hasOwn(manifest.scripts, script) ? [] : [`${file} names npm run ${script}`],
        ),
      ),
    );
    expect(dead).toEqual([]);
  });

  it('have tables of variables that say what .env.example says', () => {
    const known = [...(generated.get('.env.example') ?? '').matchAll(/^# ([A-Z<][A-Z_<>]*)=/gm)].map(
      ([, name = '']) => name,
    );
    const unknown = pages().flatMap(({ file, text }) => {
      const rows = rowsIn(text);
      const head = rows.findIndex(([first]) => first === 'variable');
      const names = head === -1 ? [] : rows.slice(head + 1).map(([name = '']) => name);
      return names
        .filter((name) => /^[A-Z<][A-Z_<>]*$/.test(name) && !known.includes(name))
        .map((name) => `${file}: ${name}`);
    });
    expect(unknown).toEqual([]);
  });

  it('show how a request travels', () => {
    const paths = codeIn(readProjectFile('docs/lifecycle.md')).filter((code) => code.startsWith('gateway/'));
    expect(paths.length).toBeGreaterThan(5);
  });
});

describe('names of tests', () => {
  it('carry ids of requirements that exist', () => {
    const unknown = tests.flatMap((file) =>
      scanSource(readProjectFile(file))
        .filter(({ kind }) => kind === 'string' || kind === 'template')
        .flatMap(({ text, line }) =>
          [...text.matchAll(/\b([A-Z]{3,4})-(\d\d)\b/g)].flatMap(([id, kind = '', number]) =>
            Number(number) >= 1 && Number(number) <= (REQUIREMENTS[kind] ?? 0)
              ? []
              : [`${file}:${line} ${id}`],
          ),
        ),
    );
    expect(unknown).toEqual([]);
  });
});
