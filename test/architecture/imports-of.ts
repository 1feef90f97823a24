import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { scanSource, type Token } from './scan-source.ts';
import { HOME } from './source-files.ts';

/** One `import` or `export … from`, static or dynamic, for types or for values. */
export interface Import {
  /** The importing file, from the top of the repository. */
  readonly file: string;
  readonly line: number;
  readonly specifier: string;
  readonly target: Target;
}

export type Target =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'node'; readonly module: string }
  | { readonly kind: 'package'; readonly name: string }
  /** A dynamic import of something that only the running program knows. */
  | { readonly kind: 'computed' };

interface Manifest {
  readonly imports: Readonly<Record<string, string>>;
}
const manifest: Manifest = JSON.parse(readFileSync(join(HOME, 'package.json'), 'utf8'));

export function importsOf(file: string, source: string): Import[] {
  return specifiersIn(scanSource(source)).map(({ text, line }) => ({
    file,
    line,
    specifier: text,
    target: text === '' ? { kind: 'computed' } : resolveSpecifier(file, text),
  }));
}

/** Specifiers as string tokens; a computed one has no text. */
function specifiersIn(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token, index) => {
    if (token.kind !== 'word' || tokens[index - 1]?.text === '.') return [];
    if (token.text === 'export') return fromClause(tokens, index);
    if (token.text !== 'import') return [];
    const next = tokens[index + 1];
    if (next?.text === '(') return [literal(tokens[index + 2], next)];
    if (next?.text === '.') return resolved(tokens, index);
    return next?.kind === 'string' ? [next] : fromClause(tokens, index);
  });
}

/** `import.meta.resolve('…')` */
function resolved(tokens: readonly Token[], index: number): Token[] {
  const call = tokens[index + 5];
  return tokens[index + 4]?.text === 'resolve' && call?.text === '('
    ? [literal(tokens[index + 6], call)]
    : [];
}

function literal(argument: Token | undefined, call: Token): Token {
  return argument?.kind === 'string' ? argument : { kind: 'string', text: '', line: call.line };
}

/** The string after `from`, if this statement has one: names, braces, commas and stars are all that may come before. */
function fromClause(tokens: readonly Token[], index: number): Token[] {
  for (let at = index + 1; at < tokens.length; at += 1) {
    const token = tokens[at];
    const next = tokens[at + 1];
    if (token?.text === 'from' && next?.kind === 'string') return [next];
    if (token === undefined || !(token.kind === 'word' || '{},*'.includes(token.text))) return [];
  }
  return [];
}

function resolveSpecifier(file: string, specifier: string): Target {
  if (specifier.startsWith('node:')) return { kind: 'node', module: specifier.slice('node:'.length) };
  if (specifier.startsWith('.')) return { kind: 'file', file: posix.join(posix.dirname(file), specifier) };
  if (specifier.startsWith('#')) return { kind: 'file', file: posix.normalize(behindHash(specifier)) };
  const [scope = '', name = ''] = specifier.split('/');
  return { kind: 'package', name: specifier.startsWith('@') ? `${scope}/${name}` : scope };
}

/** The file behind `#…`, by the `imports` of package.json. */
function behindHash(specifier: string): string {
  for (const [key, path] of Object.entries(manifest.imports)) {
    if (key === specifier) return path;
    const [prefix, star] = key.split('*');
    if (star !== undefined && prefix !== undefined && specifier.startsWith(prefix)) {
      return path.replace('*', specifier.slice(prefix.length));
    }
  }
  throw new Error(`package.json has no imports entry for ${specifier}`);
}
