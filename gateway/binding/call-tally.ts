import { agesOf, callsTogether, type PlacedDemand } from './call-demand.ts';

/** One field at one place of a document that makes calls. */
export interface CallUse extends PlacedDemand {
  /** Equal for uses that share their calls, because they make equal ones for the same rows. */
  readonly key: string;
  /** Those that the calls may go to. */
  readonly services: readonly string[];
}

/** A part of the answer that is there, or not, as a whole. What stands in one alternative adds up. */
export interface Alternative {
  /** Undefined for what is there in any case. */
  readonly choice: Choice | undefined;
  readonly depth: number;
}

/** The alternatives of one place; no more of them are there together than the place has rows. */
interface Choice {
  readonly owner: Alternative;
  readonly rows: number;
  readonly alternatives: readonly Alternative[];
}

export interface CallTally {
  /** What is there in any case. */
  readonly always: Alternative;
  /** @param rows how many objects the place has at most */
  branch(owner: Alternative, rows: number, count: number): readonly Alternative[];
  add(use: CallUse, alternative: Alternative): void;
  count(): Counted;
}

export interface Counted {
  readonly calls: number;
  readonly perService: ReadonlyMap<string, number>;
  /** The calls of each use; of those that share theirs, of the first one. */
  readonly perUse: ReadonlyMap<CallUse, number>;
  /** For the others of those that share: the first one. */
  readonly sharedWith: ReadonlyMap<CallUse, CallUse>;
}

/** Uses in the order in which they were added, and where they stand. */
type Uses = Map<CallUse, Alternative>;

export function createCallTally(): CallTally {
  const always: Alternative = { choice: undefined, depth: 0 };
  const choices: Choice[] = [];
  const usesByKey = new Map<string, Uses>();
  return {
    always,
    branch(owner, rows, count) {
      const alternatives: Alternative[] = [];
      const choice: Choice = { owner, rows, alternatives };
      for (let number = 0; number < count; number += 1) alternatives.push({ choice, depth: owner.depth + 1 });
      choices.push(choice);
      return alternatives;
    },
    add(use, alternative) {
      const uses: Uses = usesByKey.get(use.key) ?? new Map();
      usesByKey.set(use.key, uses);
      uses.set(use, alternative);
    },
    count: () => countAll(always, choices, [...usesByKey.values()]),
  };
}

/** Calls by service; the empty name stands for all services together. */
type Totals = Map<string, number>;
const ALL = '';

function countAll(always: Alternative, choices: readonly Choice[], groups: readonly Uses[]): Counted {
  const uses = groups.flatMap((shared) => [...shared.keys()]);
  const ages = agesOf(uses.map(({ demand }) => demand));
  const totals = new Map<Alternative, Totals>();
  const perUse = new Map<CallUse, number>();
  const sharedWith = new Map<CallUse, CallUse>();
  for (const group of groups) {
    for (const [alternative, shared] of together(group)) {
      const [first, ...others] = shared;
      if (first === undefined) continue;
      const calls = callsTogether(shared, ages);
      perUse.set(first, calls);
      for (const other of others) sharedWith.set(other, first);
      addTo(totals, alternative, new Map([ALL, ...first.services].map((service) => [service, calls])));
    }
  }
  // Choices within alternatives of other choices were made after those.
  for (const choice of choices.toReversed()) addTo(totals, choice.owner, mostOf(choice, totals));
  const { [ALL]: calls = 0, ...perService } = Object.fromEntries(totals.get(always) ?? []);
  return { calls, perService: new Map(Object.entries(perService)), perUse, sharedWith };
}

function addTo(totals: Map<Alternative, Totals>, alternative: Alternative, more: Totals): void {
  const total = totals.get(alternative) ?? new Map<string, number>();
  totals.set(alternative, total);
  for (const [service, calls] of more) total.set(service, (total.get(service) ?? 0) + calls);
}

/** For each service the alternatives that need it most, as many as can be there together. */
function mostOf({ alternatives, rows }: Choice, totals: ReadonlyMap<Alternative, Totals>): Totals {
  const of = alternatives.flatMap((alternative) => totals.get(alternative) ?? []);
  const services = new Set(of.flatMap((total) => [...total.keys()]));
  return new Map(
    [...services].map((service) => {
      const calls = of.map((total) => total.get(service) ?? 0).toSorted((a, b) => b - a);
      return [service, calls.slice(0, rows).reduce((sum, number) => sum + number, 0)];
    }),
  );
}

/** Uses of one key by the alternative that they are counted in. */
function together(uses: Uses): ReadonlyMap<Alternative, readonly CallUse[]> {
  const placeOf = countingPlaces(new Set(uses.values()));
  const groups = new Map<Alternative, CallUse[]>();
  for (const [use, alternative] of uses) {
    const place = placeOf(alternative);
    const group = groups.get(place);
    if (group === undefined) groups.set(place, [use]);
    else group.push(use);
  }
  return groups;
}

/**
 * What several alternatives of one choice have in common is counted where the choice stands, and what stands there is
 * not counted again in an alternative.
 */
function countingPlaces(met: ReadonlySet<Alternative>): (alternative: Alternative) => Alternative {
  if (met.size === 1) return (alternative) => alternative;
  const moved = new Map<Alternative, Alternative>();
  const places = new Set<Alternative>();
  const layers = layersOf(met);
  for (let layer = layers.pop(); layer !== undefined; layer = layers.pop()) {
    for (const [choice, alternatives] of Map.groupBy(layer, (alternative) => alternative.choice)) {
      if (choice === undefined || alternatives.length === 1)
        for (const place of alternatives) places.add(place);
      else {
        for (const alternative of alternatives) moved.set(alternative, choice.owner);
        layers.at(-1)?.add(choice.owner);
      }
    }
  }
  return (alternative) => {
    let place = alternative;
    for (let owner = moved.get(place); owner !== undefined; owner = moved.get(place)) place = owner;
    for (let owner = place.choice?.owner; owner !== undefined; owner = owner.choice?.owner)
      if (places.has(owner)) place = owner;
    return place;
  };
}

/** By depth, the outermost first; layers without a member included. */
function layersOf(alternatives: ReadonlySet<Alternative>): Set<Alternative>[] {
  const layers: Set<Alternative>[] = [];
  for (const alternative of alternatives) {
    while (layers.length <= alternative.depth) layers.push(new Set());
    layers[alternative.depth]?.add(alternative);
  }
  return layers;
}
