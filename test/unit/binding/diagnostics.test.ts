import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { checkSchema, DIAGNOSTICS, formatDiagnostic } from '#binding';
import { fixtureNames, readContracts, readFixture } from './bind-text.ts';

const DOCS = readFileSync(new URL('../../../docs/diagnostics.md', import.meta.url), 'utf8');
const codes = Object.keys(DIAGNOSTICS);
const rows = rowsOf(DOCS);

describe('a mistake in a client schema', () => {
  it.each(fixtureNames())('is told with its place, the reason and what to write: %s', (name) => {
    const text = readFixture(`${name}/schema.graphql`);
    const sdl = { file: 'schema.graphql', text };
    const { bound, diagnostics } = checkSchema({ client: 'web', sdl, contracts: readContracts(name) });

    expect(`${diagnostics.map(formatDiagnostic).join('\n')}\n`).toBe(readFixture(`${name}/expected.txt`));
    expect(diagnostics.map(({ code }) => code)).toContain(name.slice(0, 5));
    expect(bound === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
  });

  it.each(codes)('%s has a schema that shows it', (code) => {
    expect(fixtureNames().some((name) => name.startsWith(`${code}-`))).toBe(true);
  });

  it.each(Object.entries(DIAGNOSTICS))('%s is explained in docs/diagnostics.md', (code, entry) => {
    const { title, explanation, severity } = entry;
    const mark = severity === 'advice' ? ' (advice)' : '';

    expect(rows.get(code)?.slice(0, 2)).toEqual([`${title}${mark}`, explanation]);
    expect(rows.get(code)?.[2]).toMatch(/\w/);
  });

  it('is not explained where it does not exist', () => {
    expect([...rows.keys()]).toEqual(codes);
  });
});

/** The cells of each row beside its code. */
function rowsOf(text: string): ReadonlyMap<string, readonly string[]> {
  const lines = text.split('\n').filter((line) => line.startsWith('| GH'));
  return new Map(
    lines.map((line) => {
      const [, code = '', ...cells] = line.split('|').map((cell) => cell.trim());
      return [code, cells];
    }),
  );
}
