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
  /** So many characters of an alphabet: lower-case letters and digits when left out. */
  text(length: number, alphabet?: string): string;
  /** In the form of RFC 9562, version 4. */
  uuid(): string;
}

const LETTERS_AND_DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789';

const WORD = 2 ** 32;
/** Of SHA-256. */
const BLOCK_BYTES = 32;

/** Each number is a hash of the seed and of how many went before: slow, but nothing depends on how it is asked. */
export function createRandom(seed: string): Random {
  let drawn = 0;
  const digest = (): Buffer => {
    drawn += 1;
    return createHash('sha256').update(`${seed} ${drawn}`).digest();
  };
  const next = (): number => digest().readUInt32BE(0) / WORD;
  const bytes = (count: number): Buffer<ArrayBuffer> => {
    const blocks: Buffer[] = [];
    for (let size = 0; size < count; size += BLOCK_BYTES) blocks.push(digest());
    return Buffer.concat(blocks, count);
  };
  const integer = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    integer,
    pick(items) {
      const item = items[integer(0, items.length - 1)];
      if (item === undefined) throw new RangeError('there is nothing to pick from');
      return item;
    },
    bytes,
    text: (length, alphabet = LETTERS_AND_DIGITS) =>
      Array.from({ length }, () => alphabet.charAt(integer(0, alphabet.length - 1))).join(''),
    uuid() {
      const octets = bytes(16);
      octets[6] = (octets.readUInt8(6) & 0x0f) | 0x40;
      octets[8] = (octets.readUInt8(8) & 0x3f) | 0x80;
      return octets.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    },
  };
}
