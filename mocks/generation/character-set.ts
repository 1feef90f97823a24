/** A set of characters, small enough to be listed. */
export interface CharacterSet {
  readonly kind: 'set';
  readonly characters: readonly string[];
}

/** Longer ranges are listed in part. */
const MAX_OF_RANGE = 160;

/** What sets of unlimited size are chosen from, the plainest characters first. */
const ALPHABET: readonly string[] = [
  ...rangeOf('a', 'z'),
  ...rangeOf('0', '9'),
  ...rangeOf('A', 'Z'),
  ...Array.from('-_. /:,;@#+=*!?&%$~\'"()[]{}<>|\\^`'),
  ...Array.from('\n\r\t'),
  ...Array.from('äöüßéèñçøåæÄÖÜÉαβγΩабвЖ日本語漢字中文한글あいアイעברعربी€£¥©®™→∞😀🚀'),
];

/** Any character that a dot stands for. */
export function setOfAny(): CharacterSet {
  return { kind: 'set', characters: ALPHABET.filter((character) => !/[\n\r\t]/.test(character)) };
}

interface ReadSet {
  readonly characters: readonly string[];
  /** Where reading goes on. */
  readonly next: number;
}

/** `at` stands behind the backslash. */
export function parseClassEscape(source: readonly string[], at: number): ReadSet {
  const character = source[at] ?? '';
  const rest = source.slice(at, at + 48).join('');
  const [whole] =
    /^(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]+\}|c[A-Za-z]|[pP]\{[^{}]+\})/.exec(rest) ?? [];
  if (whole !== undefined)
    return { characters: charactersOf(`\\${whole}`), next: at + Array.from(whole).length };
  if (/[dDwWsS]/.test(character)) return { characters: charactersOf(`\\${character}`), next: at + 1 };
  const control = CONTROLS[character];
  return { characters: [control ?? character], next: at + 1 };
}

/** `at` stands behind the opening bracket. */
export function parseCharacterClass(
  source: readonly string[],
  at: number,
): { readonly node: CharacterSet; readonly next: number } {
  const isNegated = source[at] === '^';
  let next = isNegated ? at + 1 : at;
  const members: string[] = [];
  while (source[next] !== ']') {
    if (next >= source.length) throw new SyntaxError('a ] is missing');
    const first = readMember(source, next);
    next = first.next;
    const [from] = first.characters;
    const isRange =
      first.characters.length === 1 && source[next] === '-' && source[next + 1] !== ']' && from !== undefined;
    if (!isRange) {
      members.push(...first.characters);
      continue;
    }
    const last = readMember(source, next + 1);
    const [to] = last.characters;
    next = last.next;
    members.push(
      ...(to !== undefined && last.characters.length === 1
        ? rangeOf(from, to)
        : [from, '-', ...last.characters]),
    );
  }
  const unwanted = new Set(members);
  const characters = isNegated ? ALPHABET.filter((one) => !unwanted.has(one)) : [...unwanted];
  return { node: { kind: 'set', characters }, next: next + 1 };
}

function readMember(source: readonly string[], at: number): ReadSet {
  const character = source[at] ?? '';
  if (character !== '\\') return { characters: [character], next: at + 1 };
  if (source[at + 1] === 'b') return { characters: ['\b'], next: at + 2 };
  return parseClassEscape(source, at + 1);
}

/** Those of the alphabet that an escape covers; a code of one character is that character. */
function charactersOf(escape: string): readonly string[] {
  const code = /^\\(?:x|u\{?)([0-9a-fA-F]+)\}?$/.exec(escape)?.[1];
  if (code !== undefined) return [String.fromCodePoint(Number.parseInt(code, 16))];
  if (escape.startsWith('\\c')) return [String.fromCodePoint((escape.codePointAt(2) ?? 0) % 32)];
  const pattern = compileEscape(escape);
  return ALPHABET.filter((character) => pattern.test(character));
}

function compileEscape(escape: string): RegExp {
  try {
    return new RegExp(`^${escape}$`, 'u');
  } catch {
    return /^[a-z]$/;
  }
}

function rangeOf(first: string, last: string): readonly string[] {
  const [from, to] = [first.codePointAt(0) ?? 0, last.codePointAt(0) ?? 0];
  const count = Math.max(0, Math.min(to - from + 1, MAX_OF_RANGE));
  const listed = Array.from({ length: count }, (_, index) => String.fromCodePoint(from + index));
  // Of a long range also what people write: `[\0-\uffff]` is not about control characters.
  return count < MAX_OF_RANGE
    ? listed
    : [...listed, ...ALPHABET.filter((one) => one >= first && one <= last), last];
}

const CONTROLS: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  f: '\f',
  v: '\v',
  '0': '\0',
};
