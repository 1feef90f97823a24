import type { SourcePosition } from './contract.ts';
import { parsePointer } from './json-pointer.ts';

interface Member {
  /** Where its key stands; in an array, the item. */
  readonly at: number;
  readonly value: number;
}

/**
 * Finds places in valid JSON without parsing all of it: only what encloses a place is looked through, once. A large
 * document takes a YAML parser seconds.
 */
export class JsonSource {
  readonly #file: string;
  readonly #text: string;
  readonly #members = new Map<number, ReadonlyMap<string, Member>>();
  #lineStarts: readonly number[] | undefined;

  constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text;
  }

  /** Where the key (in an array: the item) at this pointer stands; the nearest parent's where there is none. */
  locate(pointer: string): SourcePosition {
    let value = this.#skipSpace(0);
    let at = value;
    for (const segment of parsePointer(pointer)) {
      const member = this.#membersOf(value).get(segment);
      if (member === undefined) break;
      ({ at, value } = member);
    }
    return this.positionAt(at);
  }

  positionAt(offset: number): SourcePosition {
    this.#lineStarts ??= [0, ...Array.from(this.#text.matchAll(/\n/g), ({ index }) => index + 1)];
    const starts = this.#lineStarts;
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.#file, line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }

  #membersOf(start: number): ReadonlyMap<string, Member> {
    let members = this.#members.get(start);
    if (members === undefined) {
      members = this.#text[start] === '{' ? this.#readObject(start) : this.#readArray(start);
      this.#members.set(start, members);
    }
    return members;
  }

  #readObject(start: number): ReadonlyMap<string, Member> {
    const members = new Map<string, Member>();
    let isKey = true;
    for (const { token, at } of this.#tokensIn(start)) {
      if (token === ',') isKey = true;
      else if (isKey && token.startsWith('"')) {
        const value = this.#skipSpace(this.#text.indexOf(':', at + token.length) + 1);
        members.set(String(JSON.parse(token)), { at, value });
        isKey = false;
      }
    }
    return members;
  }

  #readArray(start: number): ReadonlyMap<string, Member> {
    const members = new Map<string, Member>();
    if (this.#text[start] !== '[') return members;
    const add = (from: number): void => {
      const value = this.#skipSpace(from);
      members.set(String(members.size), { at: value, value });
    };
    add(start + 1);
    for (const { token, at } of this.#tokensIn(start)) if (token === ',') add(at + 1);
    return members;
  }

  /** Strings and commas of one object or array, but not of those inside it. */
  *#tokensIn(start: number): Generator<{ readonly token: string; readonly at: number }> {
    const pattern = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/g;
    pattern.lastIndex = start + 1;
    let depth = 0;
    for (let found = pattern.exec(this.#text); found !== null; found = pattern.exec(this.#text)) {
      const [token] = found;
      if (token === '{' || token === '[') depth += 1;
      else if (token === '}' || token === ']') depth -= 1;
      else if (depth === 0) yield { token, at: found.index };
      if (depth < 0) return;
    }
  }

  #skipSpace(from: number): number {
    const pattern = /\S/g;
    pattern.lastIndex = from;
    return pattern.exec(this.#text)?.index ?? from;
  }
}
