import type { ListSize } from './model.ts';

/** Collects the sizes of all lists, over all producers of each field. */
export interface ListSizes {
  add(coordinate: string, size: ListSize): void;
  all(): ReadonlyMap<string, ListSize>;
}

export function createListSizes(): ListSizes {
  const sizes = new Map<string, ListSize>();
  return {
    add(coordinate, size) {
      const known = sizes.get(coordinate);
      sizes.set(coordinate, known === undefined ? size : widest(known, size));
    },
    all: () => sizes,
  };
}

/** Two producers of one field: what only one of them promises is no promise. */
function widest(one: ListSize, other: ListSize): ListSize {
  return {
    assumedSize: one.assumedSize,
    sizedFields: one.sizedFields,
    slicingArguments: one.slicingArguments.filter((name) => other.slicingArguments.includes(name)),
    contractMax: larger(one.contractMax, other.contractMax),
  };
}

function larger(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : Math.max(one, other);
}
