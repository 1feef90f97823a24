import { describe, expect, it } from '@jest/globals';
import { readProjectFile, sourceFiles } from './source-files.ts';

const page = readProjectFile('SECURITY.md');
const tests = sourceFiles().filter((file) => file.startsWith('test/'));

/** Rows of sign-in, sessions, tokens and browsers; MOB-02 is among what is not there yet. */
const ROWS: Readonly<Record<string, readonly number[]>> = {
  SES: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  OID: [1, 2, 3, 4, 5, 6],
  TOK: [1, 2, 3, 4, 5, 6, 7, 8],
  MOB: [1, 3, 4],
  CSR: [1, 2, 3, 4],
  GQL: [1, 2, 3, 4, 5, 6, 7, 8, 9],
  REL: [22, 23, 27, 28],
};

/** `CSR-02 and CSR-03 in` a place in backquotes, `and` other places. */
const CLAIM = /((?:[A-Z]{3}-\d\d(?:, | and )?)+) in ((?:`[^`]+`(?: and )?)+)/g;

const claims = [...page.matchAll(CLAIM)].flatMap(([, rows = '', places = '']) =>
  (rows.match(/[A-Z]{3}-\d\d/g) ?? []).flatMap((row) =>
    [...places.matchAll(/`([^`]+)`/g)].map(([, place = '']) => ({ row, place })),
  ),
);

describe('SECURITY.md', () => {
  it('names a test for every row of what is guaranteed', () => {
    const wanted = Object.entries(ROWS).flatMap(([kind, numbers]) =>
      numbers.map((number) => `${kind}-${String(number).padStart(2, '0')}`),
    );
    const named = new Set(claims.map(({ row }) => row));
    expect(wanted.filter((row) => !named.has(row))).toEqual([]);
  });

  it.each(claims)('finds $row in the name of a test of $place', ({ row, place }) => {
    const files = tests.filter((file) => file === place || file.startsWith(`${place}/`));
    expect(files.some((file) => isInTitle(row, readProjectFile(file)))).toBe(true);
  });
});

/** Comments do not count. */
function isInTitle(row: string, source: string): boolean {
  return source.split('\n').some((line) => new RegExp(`^[^/*]*['"\`][^'"\`]*${row}\\b`).test(line));
}
