/** Choices that a seed decides. */
export interface Chance {
  /** From 0 to below 1. */
  real(): number;
  /** Both bounds included. */
  int(min: number, max: number): number;
  /** @param items at least one */
  pick<Item>(items: readonly Item[]): Item;
}

/** The seed of something inside of what has this seed: what stands beside it has no influence. */
export function mixSeed(seed: number, label: string | number): number {
  let hash = seed ^ 0x9e37_79b9;
  const text = String(label);
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x0100_0193);
  }
  return finish(hash);
}

/** Equal seeds make equal choices. */
export function createChance(seed: number): Chance {
  let state = seed;
  const real = (): number => {
    state = (state + 0x6d2b_79f5) | 0;
    return finish(state) / 4_294_967_296;
  };
  const int = (min: number, max: number): number => min + Math.floor(real() * (max - min + 1));
  return {
    real,
    int,
    pick(items) {
      const item = items[int(0, items.length - 1)];
      if (item === undefined) throw new TypeError('there is nothing to pick from');
      return item;
    },
  };
}

function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
