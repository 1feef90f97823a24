/** A piece of TypeScript that is neither white space nor a comment. */
export interface Token {
  /** `text` of a string or a template without expressions is its content; other templates are cut at each `${`. */
  readonly kind: 'word' | 'string' | 'template' | 'regex' | 'number' | 'sign';
  readonly text: string;
  /** One-based. */
  readonly line: number;
}

const WORD = /[\p{ID_Start}$_#][\p{ID_Continue}$\u200c\u200d]*/uy;
const NUMBER = /\d[\w.]*/y;
const SHEBANG = /#![^\n]*/y;
const ANYTHING = /[\s\S]/y;
const BLANK = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const STRING = /'((?:[^'\\\n]|\\[\s\S])*)'|"((?:[^"\\\n]|\\[\s\S])*)"/y;
const REGEX = /\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const TEMPLATE_PART = /((?:[^`\\$]|\\[\s\S]|\$(?!\{))*)(?:`|\$\{)/y;

/** After these a slash begins a regular expression, although they look like values. */
const KEYWORDS = new Set([
  'return',
  'typeof',
  'case',
  'in',
  'of',
  'delete',
  'void',
  'throw',
  'new',
  'else',
  'await',
  'yield',
]);

/** Cuts a file into tokens: enough to tell code from comments and strings, which is all that the house rules ask for. */
export function scanSource(source: string): Token[] {
  return new SourceScanner(source).scan();
}

class SourceScanner {
  readonly #source: string;
  readonly #tokens: Token[] = [];
  /** For every template expression that is open, how many braces are open inside of it. */
  readonly #expressions: number[] = [];
  #at = 0;
  #line = 1;

  constructor(source: string) {
    this.#source = source;
  }

  scan(): Token[] {
    this.#take(SHEBANG);
    while (this.#at < this.#source.length) this.#takeNext();
    return this.#tokens;
  }

  #takeNext(): void {
    if (this.#take(BLANK) !== undefined) return;
    const found =
      this.#takeAs('string', STRING) ??
      this.#takeAs('word', WORD) ??
      this.#takeAs('number', NUMBER) ??
      (beginsValue(this.#tokens.at(-1)) ? this.#takeAs('regex', REGEX) : undefined);
    if (found === undefined) this.#takeSign();
  }

  #takeSign(): void {
    const sign = this.#source.charAt(this.#at);
    const open = this.#expressions.at(-1);
    if (sign === '`' || (sign === '}' && open === 0)) {
      if (sign === '}') this.#expressions.pop();
      this.#at += 1;
      return this.#takeTemplate();
    }
    if (open !== undefined && sign === '{') this.#expressions[this.#expressions.length - 1] = open + 1;
    if (open !== undefined && sign === '}') this.#expressions[this.#expressions.length - 1] = open - 1;
    this.#takeAs('sign', ANYTHING);
  }

  #takeTemplate(): void {
    const part = this.#takeAs('template', TEMPLATE_PART);
    if (part === undefined) throw new Error(`line ${this.#line}: a template without an end`);
    if (part.endsWith('${')) this.#expressions.push(0);
  }

  /** The whole match; the token's text is the first group that took part in it, else the whole. */
  #takeAs(kind: Token['kind'], pattern: RegExp): string | undefined {
    const line = this.#line;
    const match = this.#take(pattern);
    if (match === undefined) return undefined;
    const [whole, ...groups] = match;
    this.#tokens.push({ kind, text: groups.find((group) => group !== undefined) ?? whole, line });
    return whole;
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#source);
    if (match === null) return undefined;
    this.#at = pattern.lastIndex;
    this.#line += match[0].split('\n').length - 1;
    return match;
  }
}

/** Whether a value, and not an operator, may follow this token: there a slash is no division. */
function beginsValue(before: Token | undefined): boolean {
  if (before === undefined) return true;
  if (before.kind === 'word') return KEYWORDS.has(before.text);
  return before.kind === 'sign' && !')]}'.includes(before.text);
}
