import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { checkSchema, DIAGNOSTICS, formatDiagnostic } from '#binding';
import { ContractError } from '#contract';
import { fixtureNames, readContracts, readFixture, readFunctions } from './bind-text.ts';

const DOCS = readFileSync(new URL('../../../docs/diagnostics.md', import.meta.url), 'utf8');
const codes = Object.keys(DIAGNOSTICS);
const rows = rowsOf(DOCS);

describe('a mistake in a client schema', () => {
  it.each(fixtureNames())('is told with its place, the reason and what to write: %s', (name) => {
    const { text, codes: found, isBound, hasError } = reportOf(name);

    expect(`${text}\n`).toBe(readFixture(`${name}/expected.txt`));
    expect(found).toContain(name.slice(0, 5));
    expect(isBound).toBe(!hasError);
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

/** What is said about a fixture. Mistakes in overlays are found before the schema is looked at. */
function reportOf(name: string) {
  try {
    const sdl = { file: 'schema.graphql', text: readFixture(`${name}/schema.graphql`) };
    const { bound, diagnostics } = checkSchema({
      client: 'web',
      sdl,
      contracts: readContracts(name),
      ...readFunctions(name),
    });
    return {
      text: diagnostics.map(formatDiagnostic).join('\n'),
      codes: diagnostics.map(({ code }) => code),
      isBound: bound !== undefined,
      hasError: diagnostics.some(({ severity }) => severity === 'error'),
    };
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return {
      text: error.message,
      codes: error.problems.map(({ code }) => code),
      isBound: false,
      hasError: true,
    };
  }
}

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
