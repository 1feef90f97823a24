import type { Json, JsonObject } from '#contract';
import { isObject, listOf } from '../read-pointer.ts';
import { ALL_KINDS, bitsOfType, KIND, SCALARS } from './kind-bits.ts';
import type { SchemaScope } from './schema-scope.ts';

/** Levels that are looked at; what needs more counts as never finished. */
const MAX_LEVELS = 24;

/**
 * How many objects and lists inside one another the shortest value of a schema has: 0 for scalars. Infinity for a
 * schema whose required members contain it again and again. An estimate where branches meet.
 */
export type FinishLevels = (schema: Json) => number;

/** Remembers what it found out. */
export function createFinishLevels(scope: SchemaScope): FinishLevels {
  const known = new WeakMap<JsonObject, number>();
  const verdicts = new WeakMap<JsonObject, Map<number, boolean>>();

  function finishes(schema: Json, levels: number): boolean {
    const target = scope.resolve(schema);
    if (typeof target === 'boolean') return target;
    let own = verdicts.get(target);
    if (own === undefined) verdicts.set(target, (own = new Map<number, boolean>()));
    const before = own.get(levels);
    if (before !== undefined) return before;
    // Meeting itself without going deeper is no end.
    own.set(levels, false);
    const verdict = finishesOwn(target, levels);
    own.set(levels, verdict);
    return verdict;
  }

  function finishesOwn(schema: JsonObject, levels: number): boolean {
    const { allOf, anyOf, oneOf } = schema;
    const holds = (branch: Json): boolean => finishes(branch, levels);
    if (!listOf(allOf).every(holds)) return false;
    for (const branches of [anyOf, oneOf]) {
      if (Array.isArray(branches) && !listOf(branches).some(holds)) return false;
    }
    if (schema['const'] !== undefined || schema['enum'] !== undefined) return true;
    return finishesInside(schema, levels);
  }

  function finishesInside(schema: JsonObject, levels: number): boolean {
    const kinds = bitsOfType(schema['type']);
    if (kinds !== ALL_KINDS && (kinds & SCALARS) !== 0) return true;
    const below = (inner: Json): boolean => levels > 0 && finishes(inner, levels - 1);
    if ((kinds & KIND.array) !== 0 && kinds !== ALL_KINDS && listEnds(schema, below)) return true;
    return (kinds & KIND.object) !== 0 && membersEnd(scope, schema, below);
  }

  return (schema) => {
    const target = scope.resolve(schema);
    if (typeof target === 'boolean') return target ? 0 : Infinity;
    const before = known.get(target);
    if (before !== undefined) return before;
    let levels = 0;
    while (levels <= MAX_LEVELS && !finishes(target, levels)) levels += 1;
    const found = levels > MAX_LEVELS ? Infinity : levels;
    known.set(target, found);
    return found;
  };
}

function listEnds({ minItems, items, prefixItems }: JsonObject, below: (schema: Json) => boolean): boolean {
  if (typeof minItems !== 'number' || minItems === 0) return true;
  const first = listOf(prefixItems).slice(0, minItems);
  return first.every(below) && (items === undefined || first.length >= minItems || below(items));
}

function membersEnd(scope: SchemaScope, schema: JsonObject, below: (schema: Json) => boolean): boolean {
  const { required, properties } = schema;
  const hidden = scope.hiddenNames(schema);
  return listOf(required).every((name) => {
    if (typeof name !== 'string' || hidden.has(name)) return true;
    const member = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
    return member === undefined || below(member);
  });
}
