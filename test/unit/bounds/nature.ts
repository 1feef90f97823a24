import { createDice } from './dice.ts';

/** How services behave, as far as the contract leaves it open to them. */
export interface Nature {
  /** How many items a list has that may have `max`. */
  length(max: number): number;
  /** Is a value null that may be, or absent that need not be there? */
  isNull(): boolean;
  /** Is a property null that must not be? */
  isBroken(property: string): boolean;
  text(): string;
  whole(): number;
  pick<T>(items: readonly T[]): T;
  /** Is there nothing for a key, or nothing at a path? */
  isMissing(): boolean;
  /** Does a row come twice? */
  isDouble(): boolean;
  /** Is an answer one of those other than success that the client takes for a result? */
  isOutcome(): boolean;
  /** How a call fails; undefined when it does not. */
  failure(): 'unavailable' | 'error' | 'garbage' | undefined;
}

/** Whatever may be there is there, and nothing is like anything else: the worst that can happen to a bound. */
export function ampleNature(): Nature {
  let made = 0;
  let picked = 0;
  return {
    length: (max) => max,
    isNull: () => false,
    isBroken: () => false,
    text: () => `t${(made += 1)}`,
    whole: () => (made += 1),
    // In turn, so that a list of several types has all of them.
    pick(items) {
      const item = items[picked % items.length];
      if (item === undefined) throw new RangeError('nothing to pick from');
      picked += 1;
      return item;
    },
    isMissing: () => false,
    isDouble: () => false,
    isOutcome: () => false,
    failure: () => undefined,
  };
}

/** Empty, short, full and too long lists; null, equal and missing keys; rows that come twice; failures of all kinds. */
export function wildNature(seed: number): Nature {
  const dice = createDice(seed);
  const texts = 1 + dice.roll(dice.chance(0.5) ? 5 : 500);
  const rate = () => (dice.chance(0.6) ? 0 : dice.roll(100) / 300);
  const [nulls, missing, doubles, failures] = [rate(), rate(), rate(), rate()];
  const [excess, broken] = [rate() / 10, rate() / 5];
  const fullness = dice.roll(4);
  return {
    length: (max) => (dice.chance(excess) ? max + 1 : fullness === 3 ? max : dice.roll(max + 1)),
    isNull: () => dice.chance(nulls),
    isBroken: () => dice.chance(broken),
    text: () => `t${dice.roll(texts)}`,
    whole: () => dice.roll(texts),
    pick: (items) => dice.pick(items),
    isMissing: () => dice.chance(missing),
    isDouble: () => dice.chance(doubles),
    isOutcome: () => dice.chance(0.3),
    failure: () =>
      dice.chance(failures) ? dice.pick(['unavailable', 'error', 'garbage'] as const) : undefined,
  };
}
