import type { Export } from './exports-of.ts';

/** Words that say nothing about what a thing is. If a thing has no name, it has no place. */
const EMPTY_WORDS = [
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'shared',
  'misc',
  'manager',
  'managers',
  'handler',
  'worker',
  'base',
  'data',
  'v2',
  'new',
];

/** Where one of them has a meaning after all: MSW calls its parts handlers, a browser has service workers, and a seed is data. */
const MEANINGFUL: readonly { readonly room: string; readonly words: readonly string[] }[] = [
  { room: 'mocks/', words: ['handler', 'handlers'] },
  { room: 'schemas/seed', words: ['data'] },
  { room: 'cli/', words: ['worker'] },
  { room: 'test/browser/', words: ['worker'] },
  { room: 'test/unit/cli/', words: ['worker'] },
];

/** Verbs with a house word of their own, so that one deed has one name. */
const OTHER_VERBS: Readonly<Record<string, string>> = {
  make: 'create',
  build: 'create',
  init: 'create',
  initialize: 'create',
  setup: 'create',
  launch: 'start',
  boot: 'start',
  validate: 'check',
  verify: 'check',
  ensure: 'check',
  fetch: 'send',
  render: 'present',
  get: 'read, find or the name of the thing itself',
  process: 'what is really done',
  do: 'what is really done',
  handle: 'what is really done',
};

/** Rooms with a door. Anywhere else `index.ts` would only hide what is in a folder. */
const INDEXES = ['gateway/index.ts', 'gateway/contract/index.ts', 'gateway/binding/index.ts'];

/** Files named after a subject of which no single export is the name. */
const SUBJECTS = ['gateway/binding/model.ts', 'gateway/contract/openapi-grammar.ts'];

/** `parseJSONPointer`, `MAX_BYTES` → their words in lower case */
export function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

export function refuseFileName(file: string): string[] {
  const name = file.split('/').at(-1) ?? '';
  const refused: string[] = [];
  if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/.test(name)) refused.push('a file has a kebab-case name');
  if (/^index\.\w+$/.test(name) && !INDEXES.includes(file))
    refused.push('index.ts stands only at a door of the house');
  return [...refused, ...refuseEmptyWords(file, name)];
}

export function refuseExportName(file: string, { name, kind }: Export): string[] {
  if (name === 'default') return isForced(file) ? [] : ['default exports have no name to search for'];
  const verb = wordsOf(name)[0] ?? '';
  const better = kind === 'function' && Object.hasOwn(OTHER_VERBS, verb) ? OTHER_VERBS[verb] : undefined;
  const refused = better === undefined ? [] : [`${name}: the house says ${better}, not ${verb}`];
  return [...refused, ...refuseEmptyWords(file, name)];
}

/**
 * A file with one thing in it is named after that; one with several equals, after what they have in common. A file
 * without exports is a program, and named after what it does.
 */
export function refuseMainExport(file: string, exported: readonly Export[]): string[] {
  if (exported.length === 0 || [...INDEXES, ...SUBJECTS].includes(file) || isForced(file)) return [];
  const words = stemsOf((file.split('/').at(-1) ?? '').replace(/\.\w+$/, ''));
  const names = exported.map(({ name }) => name);
  const things = exported.filter(({ kind }) => kind !== 'type');
  const suits =
    things.length === 1 ? names.some((name) => isWithin(words, stemsOf(name))) : sharesWord(words, names);
  return suits ? [] : [`a file is named after its main export; this one exports ${names.join(', ')}`];
}

/** `encode-parameter` suits `encodePathParameter`, `limits` suits `DocumentLimits`. */
function isWithin(words: readonly string[], name: readonly string[]): boolean {
  let at = -1;
  return words.every((word) => {
    at = name.indexOf(word, at + 1);
    return at !== -1;
  });
}

function sharesWord(words: readonly string[], names: readonly string[]): boolean {
  return names.some((name) => stemsOf(name).some((word) => words.includes(word)));
}

/** Without what number and tense add to a word: `policies`, `policy`; `drain`, `draining`; `encode`, `encoded`. */
function stemsOf(name: string): string[] {
  return wordsOf(name).map((word) => word.replace(/(ies|y|ing|ed|es|e|s)$/, ''));
}

function refuseEmptyWords(file: string, name: string): string[] {
  const allowed = MEANINGFUL.filter(({ room }) => file.startsWith(room)).flatMap(({ words }) => words);
  const empty = wordsOf(name).filter((word) => EMPTY_WORDS.includes(word) && !allowed.includes(word));
  return empty.map((word) => `${name}: "${word}" says nothing about what it is`);
}

/** Jest takes their default exports. */
const JEST_LOADS = [
  'jest.config.mjs',
  'test/support/closing-line-reporter.mjs',
  'test/support/install-tools.mjs',
];

/** Jest takes its configuration and its reporters as default exports. */
function isForced(file: string): boolean {
  return JEST_LOADS.includes(file);
}
