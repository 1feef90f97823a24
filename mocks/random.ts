import { createHash } from 'node:crypto';

/** Numbers that look arbitrary and are the same ones for the same seed. */
export interface Random {
  /** At least 0 and less than 1. */
  next(): number;
  /** A whole number; both bounds are possible. */
  integer(min: number, max: number): number;
  /** One of them. Throws RangeError when there are none. */
  pick<Item>(items: readonly Item[]): Item;
  bytes(count: number): Buffer<ArrayBuffer>;
}

const WORD = 2 ** 32;

/** Each number is a hash of the seed and of how many went before: slow, but nothing depends on how it is asked. */
export function createRandom(seed: string): Random {
  let drawn = 0;
  const digest = (): Buffer => {
    drawn += 1;
    return createHash('sha256').update(`${seed} ${drawn}`).digest();
  };
  const next = (): number => digest().readUInt32BE(0) / WORD;
  const integer = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    integer,
    pick(items) {
      const item = items[integer(0, items.length - 1)];
      if (item === undefined) throw new RangeError('there is nothing to pick from');
      return item;
    },
    bytes(count) {
      const blocks: Buffer[] = [];
      for (let size = 0; size < count; size += 32) blocks.push(digest());
      return Buffer.concat(blocks, count);
    },
  };
}
