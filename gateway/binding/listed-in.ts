import type { SchemaNode } from '../contract/index.ts';
import { itemsOf, mapOf, maxItemsOf } from '../contract/index.ts';
import { isArray } from './describe-schema.ts';
import type { EntryPlace } from './place.ts';

/** What a list field shows: the items of an array, or the entries of a map. */
export interface ListedItems {
  /** The array or the map. */
  readonly list: SchemaNode;
  /** One item, or the value of an entry. */
  readonly item: SchemaNode;
  /** Undefined for the items of an array. */
  readonly entry: EntryPlace | undefined;
  /** The properties of a map that are no entries; undefined for an array. */
  readonly declared: ReadonlySet<string> | undefined;
  /** The most that the contract allows. */
  readonly max: number | undefined;
  /** What in a contract would say so. */
  readonly limit: 'maxItems' | 'maxProperties';
}

/** Undefined where the contract gives neither an array nor a map, or says nothing about what is in it. */
export function listedIn(node: SchemaNode): ListedItems | undefined {
  if (isArray(node)) {
    const item = itemsOf(node);
    if (item === undefined) return undefined;
    const max = maxItemsOf(node);
    return { list: node, item, entry: undefined, declared: undefined, max, limit: 'maxItems' };
  }
  const map = mapOf(node);
  if (map === undefined) return undefined;
  const { key, value, declared, maxEntries } = map;
  const entry = { map: node, key, value, isOpen: false };
  return { list: node, item: value, entry, declared, max: maxEntries, limit: 'maxProperties' };
}
