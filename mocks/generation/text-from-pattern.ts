import type { Chance } from './chance.ts';
import { type PatternNode, parsePattern } from './parse-pattern.ts';

export interface PatternText {
  readonly min: number;
  readonly max: number;
  /** A text that the expression describes, about so long; lookarounds are believed, not obeyed. */
  write(length: number, chance: Chance): string;
  /** What has to appear somewhere, by lookarounds at its start. */
  readonly wanted: readonly PatternText[];
}

const parsed = new Map<string, PatternText | undefined>();

/** The texts of an expression; undefined where it is not understood. */
export function textFromPattern(source: string): PatternText | undefined {
  if (!parsed.has(source)) parsed.set(source, parseOrSkip(source));
  return parsed.get(source);
}

function parseOrSkip(source: string): PatternText | undefined {
  try {
    return createPatternText(parsePattern(source));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function createPatternText(node: PatternNode): PatternText {
  const bounds = boundsOf(node);
  return {
    ...bounds,
    wanted: looksIn(node).map((look) => createPatternText(look)),
    write: (length, chance) => write(node, length, { chance, groups: new Map() }),
  };
}

function looksIn(node: PatternNode): readonly PatternNode[] {
  if (node.kind === 'look') return node.isWanted ? [node.item] : [];
  if (node.kind === 'sequence') return node.items.flatMap(looksIn);
  return node.kind === 'group' ? looksIn(node.item) : [];
}

interface Bounds {
  readonly min: number;
  readonly max: number;
}

const bounds = new WeakMap<PatternNode, Bounds>();

function boundsOf(node: PatternNode): Bounds {
  let known = bounds.get(node);
  if (known === undefined) bounds.set(node, (known = measure(node)));
  return known;
}

function measure(node: PatternNode): Bounds {
  switch (node.kind) {
    case 'set':
      return { min: 1, max: 1 };
    case 'sequence':
      return node.items
        .map(boundsOf)
        .reduce((sum, one) => ({ min: sum.min + one.min, max: sum.max + one.max }), {
          min: 0,
          max: 0,
        });
    case 'choice': {
      const all = node.options.map(boundsOf);
      return { min: Math.min(...all.map(({ min }) => min)), max: Math.max(...all.map(({ max }) => max)) };
    }
    case 'repeat': {
      const one = boundsOf(node.item);
      return { min: node.min * one.min, max: one.max === 0 || node.max === 0 ? 0 : node.max * one.max };
    }
    case 'group':
      return boundsOf(node.item);
    case 'same':
      return { min: 0, max: Infinity };
    case 'look':
      return { min: 0, max: 0 };
  }
}

interface Writing {
  readonly chance: Chance;
  readonly groups: Map<string, string>;
}

function write(node: PatternNode, length: number, writing: Writing): string {
  switch (node.kind) {
    case 'set':
      return node.characters.length === 0 ? '' : pickPlain(node.characters, writing.chance);
    case 'sequence':
      return writeSequence(node.items, length, writing);
    case 'choice':
      return writeChoice(node.options, length, writing);
    case 'repeat':
      return writeRepeat(node, length, writing);
    case 'group': {
      const text = write(node.item, length, writing);
      writing.groups.set(node.name, text);
      return text;
    }
    case 'same':
      return writing.groups.get(node.name) ?? '';
    case 'look':
      return '';
  }
}

/** Letters and digits, where there are some among others. */
function pickPlain(characters: readonly string[], chance: Chance): string {
  const plain = characters.filter((character) => /^[a-z0-9]$/.test(character));
  return chance.pick(plain.length > 0 && chance.real() < 0.9 ? plain : characters);
}

/** What goes beyond the shortest text is dealt out by chance to the parts that can take it. */
function writeSequence(items: readonly PatternNode[], length: number, writing: Writing): string {
  const all = items.map(boundsOf);
  let spare = length - all.reduce((sum, { min }) => sum + min, 0);
  const lengths = all.map(({ min }) => min);
  const growing = [...all.keys()].filter((index) => (all[index]?.max ?? 0) > (all[index]?.min ?? 0));
  while (spare > 0 && growing.length > 0) {
    const place = writing.chance.int(0, growing.length - 1);
    const index = growing[place] ?? 0;
    const room = (all[index]?.max ?? 0) - (lengths[index] ?? 0);
    const share = Math.min(room, growing.length === 1 ? spare : writing.chance.int(1, Math.max(1, spare)));
    lengths[index] = (lengths[index] ?? 0) + share;
    spare -= share;
    if (share === room) growing.splice(place, 1);
  }
  return items.map((item, index) => write(item, lengths[index] ?? 0, writing)).join('');
}

function writeChoice(options: readonly PatternNode[], length: number, writing: Writing): string {
  const fitting = options.filter((option) => {
    const { min, max } = boundsOf(option);
    return min <= length && length <= max;
  });
  return write(writing.chance.pick(fitting.length > 0 ? fitting : options), length, writing);
}

const MAX_REPEATS = 100_000;

function writeRepeat(
  { item, min, max }: Extract<PatternNode, { kind: 'repeat' }>,
  length: number,
  writing: Writing,
): string {
  const one = boundsOf(item);
  const most = Math.min(max, MAX_REPEATS, one.min === 0 ? Math.max(min, 1) : Math.floor(length / one.min));
  const least = Number.isFinite(one.max) && one.max > 0 ? Math.ceil(length / one.max) : Math.min(1, length);
  const count = Math.max(min, Math.min(most, Math.max(least, min)));
  let left = length;
  let text = '';
  for (let index = 0; index < count; index += 1) {
    const part = write(item, Math.max(one.min, Math.ceil(left / (count - index))), writing);
    left -= part.length;
    text += part;
  }
  return text;
}
