import { parseCharacterClass, parseClassEscape, setOfAny } from './character-set.ts';

/** A regular expression as something that text can be written from. */
export type PatternNode =
  /** One of these characters. */
  | { readonly kind: 'set'; readonly characters: readonly string[] }
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly item: PatternNode; readonly min: number; readonly max: number }
  | { readonly kind: 'group'; readonly name: string; readonly item: PatternNode }
  | { readonly kind: 'same'; readonly name: string }
  /** What must (or must not) follow or stand before; it takes no room itself. */
  | { readonly kind: 'look'; readonly isWanted: boolean; readonly item: PatternNode };

const NOTHING: PatternNode = { kind: 'sequence', items: [] };

/** Reads an ECMAScript expression. Throws a SyntaxError at what it does not understand. */
export function parsePattern(source: string): PatternNode {
  const reader = new PatternReader(source);
  const node = reader.readChoice();
  if (!reader.isAtEnd) throw new SyntaxError(`${source} is not understood at ${reader.at}`);
  return node;
}

class PatternReader {
  at = 0;
  readonly #characters: readonly string[];
  #groups = 0;

  constructor(source: string) {
    this.#characters = Array.from(source);
  }

  get isAtEnd(): boolean {
    return this.at >= this.#characters.length;
  }

  readChoice(): PatternNode {
    const options = [this.#readSequence()];
    while (this.#take('|')) options.push(this.#readSequence());
    const [only] = options;
    return only !== undefined && options.length === 1 ? only : { kind: 'choice', options };
  }

  #readSequence(): PatternNode {
    const items: PatternNode[] = [];
    while (!this.isAtEnd && this.#peek() !== '|' && this.#peek() !== ')') {
      items.push(this.#readRepeats(this.#readAtom()));
    }
    return { kind: 'sequence', items };
  }

  #readAtom(): PatternNode {
    const character = this.#next();
    switch (character) {
      case '^':
      case '$':
        return NOTHING;
      case '.':
        return setOfAny();
      case '(':
        return this.#readGroup();
      case '[':
        return this.#readClass();
      case '\\':
        return this.#readEscape();
      default:
        return { kind: 'set', characters: [character] };
    }
  }

  #readGroup(): PatternNode {
    if (!this.#take('?')) {
      this.#groups += 1;
      return this.#closeGroup(String(this.#groups));
    }
    const look = this.#takeAny(['<=', '<!', '=', '!']);
    if (look !== undefined) {
      const item = this.readChoice();
      this.#expect(')');
      // What must stand before was written already; whether it suits, the expression itself tells.
      return look.startsWith('<') ? NOTHING : { kind: 'look', isWanted: look === '=', item };
    }
    if (this.#take('<')) {
      const name = this.#readUntil('>');
      this.#groups += 1;
      return this.#closeGroup(name);
    }
    this.#readUntil(':');
    const item = this.readChoice();
    this.#expect(')');
    return item;
  }

  #closeGroup(name: string): PatternNode {
    const item = this.readChoice();
    this.#expect(')');
    return { kind: 'group', name, item };
  }

  #readClass(): PatternNode {
    const { node, next } = parseCharacterClass(this.#characters, this.at);
    this.at = next;
    return node;
  }

  #readEscape(): PatternNode {
    const first = this.#peek();
    if (first === 'b' || first === 'B') {
      this.at += 1;
      return NOTHING;
    }
    if (first === 'k' && this.#characters[this.at + 1] === '<') {
      this.at += 2;
      return { kind: 'same', name: this.#readUntil('>') };
    }
    if (/[1-9]/.test(first)) return { kind: 'same', name: this.#readDigits() };
    const { characters, next } = parseClassEscape(this.#characters, this.at);
    this.at = next;
    return { kind: 'set', characters };
  }

  #readRepeats(item: PatternNode): PatternNode {
    const bounds = this.#readBounds();
    if (bounds === undefined) return item;
    this.#take('?');
    return { kind: 'repeat', item, ...bounds };
  }

  #readBounds(): { readonly min: number; readonly max: number } | undefined {
    if (this.#take('*')) return { min: 0, max: Infinity };
    if (this.#take('+')) return { min: 1, max: Infinity };
    if (this.#take('?')) return { min: 0, max: 1 };
    const rest = this.#characters.slice(this.at, this.at + 24).join('');
    const [whole, min, comma, max] = /^\{(\d+)(,?)(\d*)\}/.exec(rest) ?? [];
    if (whole === undefined) return undefined;
    this.at += whole.length;
    const least = Number(min);
    if (comma === '') return { min: least, max: least };
    return { min: least, max: max === '' ? Infinity : Number(max) };
  }

  #readDigits(): string {
    let digits = '';
    while (/[0-9]/.test(this.#peek())) digits += this.#next();
    return digits;
  }

  #readUntil(end: string): string {
    let text = '';
    while (!this.isAtEnd && this.#peek() !== end) text += this.#next();
    this.#expect(end);
    return text;
  }

  #peek(): string {
    return this.#characters[this.at] ?? '';
  }

  #next(): string {
    const character = this.#characters[this.at];
    if (character === undefined) throw new SyntaxError('the expression ends too early');
    this.at += 1;
    return character;
  }

  #take(wanted: string): boolean {
    if (this.#peek() !== wanted) return false;
    this.at += 1;
    return true;
  }

  #takeAny(wanted: readonly string[]): string | undefined {
    const found = wanted.find((one) =>
      Array.from(one).every((character, index) => this.#characters[this.at + index] === character),
    );
    this.at += found?.length ?? 0;
    return found;
  }

  #expect(wanted: string): void {
    if (!this.#take(wanted)) throw new SyntaxError(`a ${wanted} is missing`);
  }
}
