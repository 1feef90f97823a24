import { scanSource, type Token } from './scan-source.ts';

export interface Export {
  /** `default` for a default export. */
  readonly name: string;
  readonly line: number;
  readonly kind: 'function' | 'value' | 'type';
}

const VALUES = ['const', 'let', 'var', 'class', 'enum', 'namespace'];
const TYPES = ['type', 'interface'];
const MODIFIERS = ['async', 'abstract', 'declare'];

/** What a file gives to others: its own declarations, and what it passes on by name. */
export function exportsOf(source: string): Export[] {
  const tokens = scanSource(source);
  return tokens.flatMap((token, index) =>
    token.kind === 'word' && token.text === 'export' && tokens[index - 1]?.text !== '.'
      ? exportAt(tokens, index + 1)
      : [],
  );
}

function exportAt(tokens: readonly Token[], start: number): Export[] {
  let at = start;
  while (MODIFIERS.includes(tokens[at]?.text ?? '')) at += 1;
  const [first, second, third] = tokens.slice(at, at + 3);
  if (first === undefined || second === undefined) return [];
  if (first.text === 'default') return [{ name: 'default', line: first.line, kind: 'value' }];
  if (first.text === '{') return listed(tokens, at + 1, 'value');
  if (first.text === 'type' && second.text === '{') return listed(tokens, at + 2, 'type');
  if (first.text === 'function') return [named(second.text === '*' ? third : second, 'function')].flat();
  if (VALUES.includes(first.text)) return named(second, isFunction(tokens, at + 2) ? 'function' : 'value');
  return TYPES.includes(first.text) ? named(second, 'type') : [];
}

function named(token: Token | undefined, kind: Export['kind']): Export[] {
  return token === undefined ? [] : [{ name: token.text, line: token.line, kind }];
}

/** `= (…) =>`, `= async (…) =>`, `= function`, as far as the first tokens tell. */
function isFunction(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1]?.text;
  return tokens[at]?.text === '=' && (next === 'async' || next === 'function');
}

/** `{ a, b as c, type D }` */
function listed(tokens: readonly Token[], start: number, kind: Export['kind']): Export[] {
  const found: Export[] = [];
  let entry: Token[] = [];
  for (const token of tokens.slice(start)) {
    if (token.text !== ',' && token.text !== '}') {
      entry.push(token);
      continue;
    }
    const last = entry.at(-1);
    const isType = kind === 'type' || (entry.length > 1 && entry[0]?.text === 'type');
    if (last !== undefined) found.push({ name: last.text, line: last.line, kind: isType ? 'type' : 'value' });
    if (token.text === '}') return found;
    entry = [];
  }
  return found;
}
