/** What happens to one session at about the same time, in two processes. Exactly one of the deeds is a logout. */
export interface Deed {
  readonly act: 'read' | 'write' | 'touch' | 'refresh' | 'logout';
  readonly process: 0 | 1;
  readonly startMs: number;
  /** How long a request is under way between its reading and its writing. */
  readonly durationMs: number;
}

const OTHERS = ['read', 'write', 'touch', 'refresh'] as const;
const DEEDS = 10;
const SPREAD_MS = 6;

/** The same for the same seed. */
export function createInterleaving(seed: number): readonly Deed[] {
  const fraction = createFractions(seed);
  const below = (limit: number) => Math.floor(fraction() * limit);
  const deed = (act: Deed['act']): Deed => ({
    act,
    process: below(2) === 0 ? 0 : 1,
    startMs: below(SPREAD_MS),
    durationMs: below(SPREAD_MS),
  });
  const others = Array.from({ length: DEEDS - 1 }, () => deed(OTHERS[below(OTHERS.length)] ?? 'read'));
  return [...others, deed('logout')];
}

/** A small generator of numbers in [0, 1) (mulberry32). */
function createFractions(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
