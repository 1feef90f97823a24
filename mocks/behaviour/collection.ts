import type { Violation } from '#contract';
import { ContractBreach } from './contract-breach.ts';

/** Rows of one schema of a contract, by their key. Nothing here waits, so that whoever reads and then writes is alone. */
export interface Collection<Row> {
  /** In the order in which they came; the contract's examples first. */
  all(): readonly Row[];
  find(key: string): Row | undefined;
  /** Throws {@link ContractBreach} when the row breaks its contract, and Error when there is one with its key. */
  add(row: Row): Row;
  /**
   * The row with these properties changed; one that is undefined is left out from then on. Throws
   * {@link ContractBreach} when the result breaks the contract, and Error when there is no such row.
   */
  change(key: string, changes: { readonly [Name in keyof Row]?: Row[Name] | undefined }): Row;
  /** Whether there was one. */
  remove(key: string): boolean;
}

export interface CollectionParts {
  /** `catalog.Product` */
  readonly name: string;
  readonly keyOf: (row: object) => string;
  readonly check: (row: object) => Violation | undefined;
  /** Asked for once, when the collection is first used. They have been checked. */
  readonly seeds: () => readonly object[];
}

/** A collection of rows that fit their contract, and cannot be changed but by the collection. */
export function createCollection({ name, keyOf, check, seeds }: CollectionParts): Collection<object> {
  let held: Map<string, object> | undefined;

  function rows(): Map<string, object> {
    held ??= new Map(seeds().map((row) => [keyOf(row), freeze(row)]));
    return held;
  }

  function keep(row: object): object {
    const copy = structuredClone(row);
    const violation = check(copy);
    if (violation !== undefined) throw new ContractBreach(`${name} ${keyOf(copy)}`, violation);
    rows().set(keyOf(copy), freeze(copy));
    return copy;
  }

  return {
    all: () => [...rows().values()],
    find: (key) => rows().get(key),
    add(row) {
      if (rows().has(keyOf(row))) throw new Error(`there is a ${name} ${keyOf(row)} already`);
      return keep(row);
    },
    change(key, changes) {
      const before = rows().get(key);
      if (before === undefined) throw new Error(`there is no ${name} ${key}`);
      const after = withoutUndefined({ ...before, ...changes });
      if (keyOf(after) !== key) throw new Error(`${name} ${key} cannot become ${keyOf(after)}`);
      return keep(after);
    },
    remove: (key) => rows().delete(key),
  };
}

function withoutUndefined(row: object): object {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
}

/** Whoever changes a row by hand hears of it, instead of changing what others read. */
function freeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) freeze(member);
  }
  return value;
}
