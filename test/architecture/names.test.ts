import { describe, expect, it } from '@jest/globals';
import { exportsOf } from './exports-of.ts';
import { refuseExportName, refuseFileName, refuseMainExport } from './name-rules.ts';
import { scanSource } from './scan-source.ts';
import { projectFiles, readProjectFile, sourceFiles } from './source-files.ts';

const sources = sourceFiles().map((file) => ({ file, source: readProjectFile(file) }));
const isTest = (file: string) => file.endsWith('.test.ts');
const lengthOf = (source: string) => source.trimEnd().split('\n').length;

const refusedNames = (file: string, source: string) =>
  exportsOf(source)
    .flatMap((one) => refuseExportName(file, one))
    .join();

describe('names', () => {
  it('of files are kebab-case and mean something', () => {
    expect(
      sourceFiles().flatMap((file) => refuseFileName(file).map((reason) => `${file}: ${reason}`)),
    ).toEqual([]);
  });

  it('of exports mean something', () => {
    const refused = sources.flatMap(({ file, source }) =>
      exportsOf(source).flatMap((one) =>
        refuseExportName(file, one).map((reason) => `${file}:${one.line} ${reason}`),
      ),
    );
    expect(refused).toEqual([]);
  });

  it('of files are those of their main exports', () => {
    const refused = sources.flatMap(({ file, source }) =>
      refuseMainExport(file, exportsOf(source)).map((reason) => `${file}: ${reason}`),
    );
    expect(refused).toEqual([]);
  });

  it('that begin with create promise that nothing is awaited', () => {
    const refused = sources.filter(({ source }) => /^export async function create/m.test(source));
    expect(refused.map(({ file }) => file)).toEqual([]);
  });
});

describe('files', () => {
  it('of the gateway have at most 300 lines', () => {
    const long = sources.filter(({ file, source }) => file.startsWith('gateway/') && lengthOf(source) > 300);
    expect(long.map(({ file, source }) => `${file} has ${lengthOf(source)} lines`)).toEqual([]);
  });

  it('of tests have at most 250 lines', () => {
    const long = sources.filter(({ file, source }) => file.startsWith('test/') && lengthOf(source) > 250);
    expect(long.map(({ file, source }) => `${file} has ${lengthOf(source)} lines`)).toEqual([]);
  });

  it('leave nothing for later', () => {
    // Written so that this line does not find itself.
    const marks = /\b(TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b/;
    const found = projectFiles()
      .filter((file) => file !== 'package-lock.json')
      .flatMap((file) =>
        readProjectFile(file)
          .split('\n')
          .flatMap((text, index) => (marks.test(text) ? [`${file}:${index + 1} ${text.trim()}`] : [])),
      );
    expect(found).toEqual([]);
  });

  it('of tests switch no test off, and select none', () => {
    const found = sources
      .filter(({ file }) => isTest(file))
      .flatMap(({ file, source }) => switchedTests(source).map((line) => `${file}:${line}`));
    expect(found).toEqual([]);
  });
});

describe('the rules for names', () => {
  it.each([
    ['gateway/string-utils.ts', 'says nothing'],
    ['gateway/http/errorPage.ts', 'kebab-case'],
    ['gateway/http/index.ts', 'at a door'],
    ['gateway/request-handler.ts', 'says nothing'],
  ])('refuse the file %s', (file, reason) => expect(refuseFileName(file).join()).toContain(reason));

  it.each([
    ['export default class A {}', 'default'],
    ['export class SessionManager {}', '"manager"'],
    ['export async function getUser() {}', 'not get'],
    ['export const validateUser = async () => {};', 'the house says check'],
    ['const a = 1; export { a as baseValue };', '"base"'],
    ['export type { SharedState } from "./state.ts";', '"shared"'],
  ])('refuse %s', (source, reason) => expect(refusedNames('gateway/a.ts', source)).toContain(reason));

  it('refuse a file that is named after none of its exports', () => {
    expect(refuseMainExport('gateway/pool.ts', exportsOf('export function drain() {}')).join()).toContain(
      'exports drain',
    );
  });

  it('let MSW have its handlers', () => {
    expect(
      [
        ...refuseFileName('mocks/handlers.ts'),
        refusedNames('mocks/handlers.ts', 'export const handlers = [];'),
      ].join(''),
    ).toBe('');
  });

  it('find tests that are switched off or selected', () => {
    const switched = ['it.only', 'describe.skip', 'test.todo', 'fit', 'xdescribe'].map(
      (call) => `${call}('a', () => {});`,
    );
    expect(switchedTests(switched.join('\n'))).toEqual([1, 2, 3, 4, 5]);
    expect(switchedTests(`it.each([1])('a', () => {}); items.skip(1); '.only'`)).toEqual([]);
  });
});

/** The lines of `it.only`, `describe.skip`, `xit` and their kind. */
function switchedTests(source: string): number[] {
  const tokens = scanSource(source);
  return tokens.flatMap(({ kind, text, line }, index) => {
    if (kind !== 'word') return [];
    const modifier = tokens[index + 1]?.text === '.' ? (tokens[index + 2]?.text ?? '') : '';
    const selects =
      ['it', 'test', 'describe'].includes(text) && ['only', 'skip', 'todo', 'failing'].includes(modifier);
    return selects || /^(f|x)(it|test|describe)$/.test(text) ? [line] : [];
  });
}
