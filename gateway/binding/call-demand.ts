/** What one field at one place of a document may ask for. A place is a response path without list indices. */
export type CallDemand =
  /** The same call for all rows of all places. */
  | {
      readonly kind: 'once';
      /** Objects of the answer that may ask, equal ones counted apart. */
      readonly responses: number;
    }
  /** A change: made as often as it is written. */
  | { readonly kind: 'write' }
  /** A call for each row that differs from the others. */
  | {
      readonly kind: 'each';
      readonly rows: number;
      readonly responses: number;
      /** The most that each counter allows. */
      readonly fanout: number;
      /** Tells apart what counts for itself, at each place. */
      readonly counter: string;
    }
  /** A call for each `maxItems` keys of a place. */
  | { readonly kind: 'keys'; readonly keys: number; readonly maxItems: number }
  /** So many calls of whatever kind for all rows of a place, none of them shared. */
  | { readonly kind: 'most'; readonly calls: number; readonly isChange: boolean };

export interface PlacedDemand {
  readonly path: string;
  readonly demand: CallDemand;
}

/**
 * The most calls of fields that make equal calls for the same rows.
 * @param ages how often what was read may be asked for again, because something changed; 1 where nothing changes
 *   between reads
 */
export function callsTogether(fields: readonly PlacedDemand[], ages: number): number {
  // Of fields at one place the one with the most rows speaks for all, since they have the rows in common.
  const places = new Map<string, CallDemand>();
  for (const { path, demand } of fields.toSorted((a, b) => rowsOf(a) - rowsOf(b)))
    places.set(demand.kind === 'each' ? `${path} ${demand.counter}` : path, demand);
  const demands = [...places.values()];
  return ages === 1 ? callsRemembered(demands) : sum(demands.map((demand) => callsForgotten(demand, ages)));
}

function rowsOf({ demand }: PlacedDemand): number {
  switch (demand.kind) {
    case 'once':
      return demand.responses;
    case 'write':
      return 1;
    case 'each':
      return demand.rows;
    case 'keys':
      return demand.keys;
    case 'most':
      return demand.calls;
  }
}

/** Nothing is asked for twice in the whole request. The places are those of one kind, with the fewest rows first. */
function callsRemembered(places: readonly CallDemand[]): number {
  const most = places.at(-1);
  switch (most?.kind) {
    case undefined:
      return 0;
    case 'once':
    case 'write':
      return 1;
    case 'each':
      return Math.min(most.rows, sum(places.map((demand) => (demand.kind === 'each' ? demand.fanout : 0))));
    case 'keys':
      return chunksOf(most.keys, most.maxItems, places.length);
    case 'most':
      return most.calls;
  }
}

/**
 * The most chunks of keys that several places ask for, each key at one of them: no place need have met all rows, where
 * an error took some of them away. So each place may have one chunk that is not full.
 */
function chunksOf(keys: number, maxItems: number, places: number): number {
  const begun = Math.min(places, keys);
  return begun + Math.floor((keys - begun) / maxItems);
}

/** A place whose rows may arrive at any age. */
function callsForgotten(demand: CallDemand, ages: number): number {
  switch (demand.kind) {
    case 'once':
      return Math.min(demand.responses, ages);
    case 'write':
      return 1;
    case 'each':
      return Math.min(demand.responses, demand.fanout * ages);
    case 'keys':
      return chunksOf(demand.keys, demand.maxItems, 1);
    case 'most':
      return demand.calls;
  }
}

/**
 * How often what an operation reads may be asked for again: a change makes everything forgotten that was read before it,
 * when it starts and when it is done. Of a single change, all that is read comes after it.
 */
export function agesOf(demands: readonly CallDemand[]): number {
  const changes = sum(demands.map(changesOf));
  // A function may make its change after anything else was read.
  const isFirst = !demands.some((demand) => demand.kind === 'most' && demand.isChange);
  return changes === 0 || (changes === 1 && isFirst) ? 1 : 2 * changes + 1;
}

function changesOf(demand: CallDemand): number {
  if (demand.kind === 'most') return demand.isChange ? demand.calls : 0;
  return demand.kind === 'write' ? 1 : 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
