import { fitsFormat } from '#contract';
import { type Chance, createChance, mixSeed } from './chance.ts';
import { lengthOf } from './fits-scalar.ts';
import type { TextGoal } from './scalar-goals.ts';
import type { SchemaScope } from './schema-scope.ts';
import { type PatternText, textFromPattern } from './text-from-pattern.ts';
import { textOfFormat } from './text-of-format.ts';
import { WORDS } from './words.ts';

const ATTEMPTS = 60;
/** What is longer by demand alone is not made. */
const MAX_LENGTH = 1_000_000;

/** A text that keeps lengths, patterns and formats, and that `accept` takes; undefined where none was found. */
export function createText(
  scope: SchemaScope,
  goal: TextGoal,
  seed: number,
  accept: (text: string) => boolean,
): string | undefined {
  if (goal.min > goal.max || goal.min > MAX_LENGTH) return undefined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const chance = createChance(mixSeed(seed, attempt));
    const text = writeAttempt(goal, chance, attempt);
    if (text !== undefined && fitsGoal(scope, goal, text) && accept(text)) return text;
  }
  return undefined;
}

function fitsGoal(scope: SchemaScope, goal: TextGoal, text: string): boolean {
  const length = lengthOf(text);
  return (
    length >= goal.min &&
    length <= goal.max &&
    goal.patterns.every((pattern) => scope.pattern(pattern)?.test(text) !== false) &&
    goal.formats.every((format) => fitsFormat(format, text))
  );
}

/** Each attempt has another way of writing in it, as far as there are several. */
function writeAttempt(goal: TextGoal, chance: Chance, attempt: number): string | undefined {
  const writers = [
    ...goal.formats.map((format) => () => textOfFormat(format, chance, Math.floor(attempt / 2))),
    ...goal.patterns.map((pattern) => () => writePattern(pattern, goal, chance, attempt)),
    // `^a` and `z$`: one after the other.
    ...(goal.patterns.length > 1 ? [() => writeAll(goal, chance)] : []),
  ];
  const known = writers.length > 0 ? writers[attempt % writers.length]?.() : undefined;
  if (known !== undefined) return stretch(known, goal, goal.formats);
  return writeWords(goal, chance, attempt);
}

function writePattern(pattern: string, goal: TextGoal, chance: Chance, attempt: number): string | undefined {
  const text = textFromPattern(pattern);
  if (text === undefined) return undefined;
  const low = Math.max(goal.min, text.min);
  const high = Math.min(goal.max, text.max, low + 12 + attempt * 2);
  const length = attempt % 4 === 3 ? low : chance.int(low, Math.max(low, high));
  if (text.wanted.length === 0) return text.write(length, chance);
  return attempt % 2 === 0 ? withWanted(text, length, chance) : text.write(length, chance);
}

function writeAll({ patterns }: TextGoal, chance: Chance): string {
  const texts = patterns.map(textFromPattern);
  return texts.map((text) => text?.write(text.min, chance) ?? '').join('');
}

/** `^(?=.*[a-z])(?=.*\d).{8,}$`: one piece for each thing that has to appear, then the rest. */
function withWanted(text: PatternText, length: number, chance: Chance): string {
  const { wanted, min } = text;
  const pieces = wanted.map((one) => one.write(one.min, chance)).join('');
  return (
    pieces + text.write(Math.max(min, length - pieces.length), chance).slice(Math.min(min, pieces.length))
  );
}

/** Text that is too short for its bounds goes on; where patterns mind, another attempt follows. */
function stretch(text: string, { min }: TextGoal, formats: readonly string[]): string {
  const missing = min - lengthOf(text);
  if (missing <= 0) return text;
  if (formats.includes('email')) return `${'a'.repeat(missing)}${text}`;
  return `${text}${'a'.repeat(missing)}`;
}

function writeWords({ min, max }: TextGoal, chance: Chance, attempt: number): string {
  let text = chance.pick(WORDS);
  if (attempt % 5 === 4) text = `${text}${chance.int(1, 9999)}`;
  while (lengthOf(text) < min) text += ` ${chance.pick(WORDS)}`;
  const upper = Math.max(min, Math.min(max, Math.max(min, 24)));
  return Array.from(text).slice(0, upper).join('').replace(/ $/, 's');
}
