import { foldName } from './fold-name.ts';

/** The candidate that a person who wrote `name` most likely meant; undefined when none is near. */
export function suggestName(
  name: string,
  candidates: Iterable<string> | ReadonlyMap<string, unknown>,
): string | undefined {
  const wanted = entryOf(name);
  let best: string | undefined;
  let distance = Number.POSITIVE_INFINITY;
  for (const entry of entriesOf(candidates)) {
    const longest = Math.max(wanted.folded.length, entry.folded.length);
    const allowed = Math.max(1, Math.floor(longest * 0.4));
    const found = distanceWithin(wanted, entry, Math.min(allowed, distance - 1));
    if (found === undefined) continue;
    best = entry.name;
    distance = found;
  }
  return best;
}

interface Entry {
  readonly name: string;
  readonly folded: string;
  /** One bit for each kind of letter in it, as a quick look at what two names cannot share. */
  readonly letters: number;
}

const known = new WeakMap<ReadonlyMap<string, unknown>, readonly Entry[]>();

/** A contract may have thousands of names, and a schema thousands of mistakes. */
function entriesOf(candidates: Iterable<string> | ReadonlyMap<string, unknown>): Iterable<Entry> {
  if (!isMap(candidates)) return [...candidates].map(entryOf);
  const before = known.get(candidates) ?? [...candidates.keys()].map(entryOf);
  known.set(candidates, before);
  return before;
}

function isMap(candidates: object): candidates is ReadonlyMap<string, unknown> {
  return candidates instanceof Map;
}

function entryOf(name: string): Entry {
  const folded = foldName(name);
  let letters = 0;
  for (let at = 0; at < folded.length; at += 1) letters |= 1 << (folded.charCodeAt(at) & 31);
  return { name, folded, letters };
}

/** How far two names are apart; undefined where it is more than `limit`. */
function distanceWithin(one: Entry, other: Entry, limit: number): number | undefined {
  if (limit < 0) return undefined;
  const [short, long] = one.folded.length < other.folded.length ? [one, other] : [other, one];
  if (limit >= 1 && isPartOf(short, long)) return 1;
  const missing = Math.max(count(one.letters & ~other.letters), count(other.letters & ~one.letters));
  if (missing > limit || long.folded.length - short.folded.length > limit) return undefined;
  return editDistance(one.folded, other.folded, limit);
}

function isPartOf(short: Entry, long: Entry): boolean {
  return (
    short.folded.length >= 4 && (short.letters & ~long.letters) === 0 && long.folded.includes(short.folded)
  );
}

function count(bits: number): number {
  let rest = bits;
  let number = 0;
  for (; rest !== 0; rest &= rest - 1) number += 1;
  return number;
}

/** Levenshtein's distance, one row at a time, until all of a row is beyond the limit. */
function editDistance(from: string, to: string, limit: number): number | undefined {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let line = 1; line <= from.length; line += 1) {
    const next = [line];
    let nearest = line;
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (from[line - 1] === to[column - 1] ? 0 : 1);
      const distance = Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1);
      next.push(distance);
      nearest = Math.min(nearest, distance);
    }
    if (nearest > limit) return undefined;
    row = next;
  }
  const distance = row[to.length] ?? 0;
  return distance > limit ? undefined : distance;
}
