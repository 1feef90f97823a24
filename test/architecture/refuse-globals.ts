import { scanSource, type Token } from './scan-source.ts';

interface Rule {
  /** `Date.now` or `process`: an identifier that is no property, with what follows its dots. */
  readonly name: string;
  readonly reason: string;
  readonly mayUse: (file: string) => boolean;
}

const isProgram = (file: string) =>
  /^([a-z]+-bff|mocks|mocks\/identity-provider|cli)\/main\.ts$|^(scripts|bin)\//.test(file);
/** Each part that runs by itself lets time and chance in at one place. */
const isClock = (file: string) =>
  /^(gateway\/clock|scripts\/after|mocks\/main|mocks\/identity-provider\/main|cli\/main)\.ts$/.test(file);

const TIME = 'time enters by clock.ts alone, so that tests can hold it still';
const CHANCE = 'chance enters by clock.ts alone, so that tests can repeat it';

const RULES: readonly Rule[] = [
  {
    name: 'process',
    reason: 'only a program may touch its process: pass in what is needed',
    mayUse: isProgram,
  },
  { name: 'console', reason: 'nothing is written to the console: take a logger', mayUse: () => false },
  ...['Date.now', 'performance.now', 'setTimeout', 'setInterval', 'scheduler'].map((name) => ({
    name,
    reason: TIME,
    mayUse: isClock,
  })),
  ...[
    'Math.random',
    'crypto.randomUUID',
    'crypto.getRandomValues',
    'randomUUID',
    'randomBytes',
    'randomInt',
  ].map((name) => ({
    name,
    reason: CHANCE,
    mayUse: isClock,
  })),
];

/** The others are met by the names that are imported from them. `setImmediate` is no time: it takes a turn. */
const OTHER_NAMES = ['node:perf_hooks', 'node:process', 'node:console'];

/** Which globals a file uses though they belong to others: `12 process: reason`. Tests may use all of them. */
export function refuseGlobals(file: string, source: string): string[] {
  if (file.startsWith('test/')) return [];
  const tokens = scanSource(source);
  return tokens.flatMap((token, index) => {
    const reason =
      refuseDate(file, tokens, index) ?? refuseModule(file, token) ?? refuseName(file, tokens, index);
    return reason === undefined ? [] : [`${token.line} ${token.text}: ${reason}`];
  });
}

function refuseName(file: string, tokens: readonly Token[], index: number): string | undefined {
  if (!isFree(tokens, index)) return undefined;
  const path = `${tokens[index]?.text}${tokens[index + 1]?.text === '.' ? `.${tokens[index + 2]?.text}` : ''}`;
  return RULES.find(({ name, mayUse }) => isSame(name, path) && !mayUse(file))?.reason;
}

function isSame(rule: string, path: string): boolean {
  return rule === path || (!rule.includes('.') && path.startsWith(`${rule}.`));
}

/** `new Date()` is `Date.now()` by another name. */
function refuseDate(file: string, tokens: readonly Token[], index: number): string | undefined {
  const texts = tokens.slice(index - 1, index + 3).map(({ text }) => text);
  return index > 0 && texts.join(' ') === 'new Date ( )' && !isClock(file) ? TIME : undefined;
}

function refuseModule(file: string, { kind, text }: Token): string | undefined {
  if (kind !== 'string' || !OTHER_NAMES.includes(text)) return undefined;
  const mayImport = text === 'node:process' ? isProgram(file) : isClock(file);
  return mayImport ? undefined : 'a global by another name';
}

/** A name of its own: no property, no key, no parameter's name, and not imported from elsewhere. */
function isFree(tokens: readonly Token[], index: number): boolean {
  const [before, token, after] = [tokens[index - 1], tokens[index], tokens[index + 1]];
  if (token?.kind !== 'word') return false;
  const isProperty = before?.text === '.' && !['.', 'globalThis'].includes(tokens[index - 2]?.text ?? '');
  const isKey = after?.text === ':' || (after?.text === '?' && tokens[index + 2]?.text === ':');
  return !isProperty && !isKey;
}
