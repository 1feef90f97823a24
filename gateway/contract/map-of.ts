import type { SchemaNode } from './contract.ts';
import { isJsonObject, ownMember } from './json-value.ts';
import { kindsOf } from './kinds-of.ts';
import { childNode } from './resolve-node.ts';
import { additionalPropertiesOf, enumOf, partsOf, propertiesOf } from './schema-view.ts';

/** An object whose property names are data: `{ "EUR": 1.08, "CHF": 0.94 }`. */
export interface MapView {
  /** The schema of every value. */
  readonly value: SchemaNode;
  /** The schema of the names; a text where the contract says nothing about them. */
  readonly key: SchemaNode;
  /** Properties with a schema of their own: they are no entries. */
  readonly declared: ReadonlySet<string>;
  /** The most entries that the contract allows. */
  readonly maxEntries: number | undefined;
}

/**
 * The object as a map, where its undeclared properties have one schema: `additionalProperties`, or without these the
 * only one of `patternProperties`. An object with named properties that merely does not forbid others
 * is none.
 */
export function mapOf(node: SchemaNode): MapView | undefined {
  const kinds = [...kindsOf(node)].filter((kind) => kind !== 'null');
  const value = valuesOf(node);
  const isObject = kinds.length === 1 ? kinds[0] === 'object' : kinds.length > 4;
  if (value === undefined || !isObject) return undefined;
  const properties = propertiesOf(node);
  if (properties.size > 0 && saysNothing(value)) return undefined;
  const key = keysOf(node);
  const promised = [...properties.values()].filter(({ required }) => required).length;
  const bounds = [enumOf(key)?.length, lessThan(maxPropertiesOf(node), promised)];
  const known = bounds.filter((bound) => bound !== undefined);
  const maxEntries = known.length === 0 ? undefined : Math.min(...known);
  return { value, key, declared: new Set(properties.keys()), maxEntries };
}

function valuesOf(node: SchemaNode): SchemaNode | undefined {
  const additional = additionalPropertiesOf(node);
  const patterns = partsOf(node).flatMap((part) => {
    const held = ownMember(part.json, 'patternProperties');
    const names = isJsonObject(held) ? Object.keys(held) : [];
    return names.flatMap((name) => childNode(part, 'patternProperties', name) ?? []);
  });
  if (patterns.length === 0) return additional;
  return additional === undefined && patterns.length === 1 ? patterns[0] : undefined;
}

function saysNothing({ json }: SchemaNode): boolean {
  return json === true || (isJsonObject(json) && Object.keys(json).length === 0);
}

/** `propertyNames` need not say that names are texts. */
function keysOf(node: SchemaNode): SchemaNode {
  const [names] = partsOf(node).flatMap((part) => childNode(part, 'propertyNames') ?? []);
  if (names === undefined || typeof names.json === 'boolean') return { ...node, json: { type: 'string' } };
  return { ...names, json: { ...names.json, type: 'string' } };
}

/** The smallest bound, where several schemas apply. */
function maxPropertiesOf(node: SchemaNode): number | undefined {
  const bounds = partsOf(node).flatMap(({ json }) => {
    const bound = ownMember(json, 'maxProperties');
    return typeof bound === 'number' ? [bound] : [];
  });
  return bounds.length === 0 ? undefined : Math.min(...bounds);
}

function lessThan(bound: number | undefined, taken: number): number | undefined {
  return bound === undefined ? undefined : Math.max(0, bound - taken);
}
