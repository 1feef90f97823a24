import { type Chance, createChance, mixSeed } from './chance.ts';
import { isMultipleOf } from './fits-scalar.ts';
import type { NumberGoal } from './scalar-goals.ts';

export interface NumberWish {
  readonly mayBeFraction: boolean;
  readonly mayBeInteger: boolean;
  readonly formats: readonly string[];
}

const ATTEMPTS = 40;

/** A number that keeps bounds and steps, and that `accept` takes; undefined where none was found. */
export function createNumber(
  goal: NumberGoal,
  wish: NumberWish,
  seed: number,
  accept: (value: number) => boolean,
): number | undefined {
  const bounds = boundsOf(goal, wish);
  const step = stepOf(goal, wish);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const chance = createChance(mixSeed(seed, attempt));
    const value =
      step === undefined ? freeNumber(bounds, chance, attempt) : steppedNumber(bounds, step, chance, attempt);
    if (fitsGoal(goal, wish, value) && accept(value)) return value;
  }
  return undefined;
}

interface Bounds {
  readonly low: number;
  readonly high: number;
}

function boundsOf({ min, max, above, below }: NumberGoal, { formats }: NumberWish): Bounds {
  const [least, most] = formats.includes('int32') ? [-2_147_483_648, 2_147_483_647] : [-Infinity, Infinity];
  return { low: Math.max(min, above, least), high: Math.min(max, below, most) };
}

function fitsGoal(goal: NumberGoal, { mayBeFraction, mayBeInteger }: NumberWish, value: number): boolean {
  const isInteger = Number.isInteger(value);
  return (
    Number.isFinite(value) &&
    value >= goal.min &&
    value <= goal.max &&
    value > goal.above &&
    value < goal.below &&
    (isInteger ? mayBeInteger : mayBeFraction) &&
    goal.steps.every((step) => isMultipleOf(value, step))
  );
}

/** Nobody wants to see sixteen digits, or negative numbers where nothing asks for them. */
function freeNumber({ low, high }: Bounds, chance: Chance, attempt: number): number {
  const from = Math.max(low, high < 0 ? high - 100 : 0);
  const to = Math.min(high, from + 10 ** (2 + (attempt % 4)));
  switch (attempt % 6) {
    case 3:
      return low;
    case 4:
      return high;
    case 5:
      return (from + to) / 2;
    default:
      return round(from + chance.real() * (to - from), 2 + Math.floor(attempt / 6) * 2);
  }
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(Math.min(digits, 20)));
}

function steppedNumber({ low, high }: Bounds, step: number, chance: Chance, attempt: number): number {
  const first = Number.isFinite(low) ? Math.ceil(low / step) : Math.min(0, Math.floor(high / step) - 100);
  const last = Number.isFinite(high) ? Math.floor(high / step) : first + 1_000;
  const from = first < 0 && last >= 0 && attempt < 8 ? 0 : first;
  const to = Math.max(from, Math.min(last, from + 100 * 2 ** attempt));
  const count =
    attempt % 8 === 7 ? to : attempt % 8 === 6 ? from : Math.floor(from + chance.real() * (to - from + 1));
  return Number((count * step).toPrecision(15));
}

/** The step that all steps have in common, whole where only whole numbers fit; undefined where there is none. */
function stepOf({ steps }: NumberGoal, { mayBeFraction }: NumberWish): number | undefined {
  const all = mayBeFraction ? steps : [...steps, 1];
  return all.length === 0 ? undefined : all.reduce(leastCommonMultiple);
}

const MAX_SCALE = 1e12;

function leastCommonMultiple(left: number, right: number): number {
  let scale = 1;
  while (scale < MAX_SCALE && !(isWhole(left * scale) && isWhole(right * scale))) scale *= 10;
  const [a, b] = [Math.round(left * scale), Math.round(right * scale)];
  const divisor = greatestCommonDivisor(a, b);
  return divisor === 0 ? Math.max(left, right) : (a / divisor) * (b / scale);
}

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-9 * Math.max(1, Math.abs(value));
}

function greatestCommonDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestCommonDivisor(right, left % right);
}
