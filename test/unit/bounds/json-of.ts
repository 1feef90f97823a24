import {
  additionalPropertiesOf,
  alternativesOf,
  enumOf,
  formatOf,
  itemsOf,
  type Json,
  kindsOf,
  maxItemsOf,
  propertiesOf,
  type SchemaNode,
} from '#contract';
import type { Nature } from './nature.ts';

/** Lists that the contract does not bound. */
export const LONG = 8;

/** JSON as a schema describes it. What is deeper than a document of the tests can ask for is left out. */
export function jsonOf(node: SchemaNode, nature: Nature, asked?: number, depth = 0): Json {
  const values = enumOf(node);
  if (values !== undefined) return nature.pick(values);
  const variants = alternativesOf(node).map((alternative) => alternative.node);
  if (variants.length > 0 && propertiesOf(node).size === 0)
    return jsonOf(nature.pick(variants), nature, asked, depth);
  const kinds = kindsOf(node);
  if (kinds.has('null') && nature.isNull()) return null;
  if (kinds.has('object')) return objectOf(node, nature, asked, depth);
  if (kinds.has('array')) return listOf(node, nature, asked, depth);
  if (kinds.has('string')) return textOf(node, nature);
  if (kinds.has('integer') || kinds.has('number')) return nature.whole();
  return kinds.has('boolean') ? nature.pick([true, false]) : null;
}

function objectOf(node: SchemaNode, nature: Nature, asked: number | undefined, depth: number): Json {
  const properties = [...propertiesOf(node)].filter(([, { required }]) => required || !nature.isNull());
  const values = additionalPropertiesOf(node);
  const isMap = values !== undefined && typeof values.json !== 'boolean';
  const entries = isMap
    ? Array.from({ length: nature.length(3) }, () => [nature.text(), values] as const)
    : [];
  const members = [...properties.map(([name, property]) => [name, property.node] as const), ...entries];
  return Object.fromEntries(
    members.map(([name, member]) => [
      name,
      nature.isBroken(name) ? null : jsonOf(member, nature, asked, depth + 1),
    ]),
  );
}

function listOf(node: SchemaNode, nature: Nature, asked: number | undefined, depth: number): Json {
  const items = itemsOf(node);
  if (items === undefined || depth > 8) return [];
  // Lists in items are as long as the contract says, whatever was asked for.
  const length = nature.length(Math.min(maxItemsOf(node) ?? LONG, asked ?? Infinity));
  return Array.from({ length }, () => jsonOf(items, nature, undefined, depth + 1));
}

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': '2024-02-29T12:00:00Z',
  date: '2024-02-29',
  decimal: '1.50',
};

function textOf(node: SchemaNode, nature: Nature): Json {
  return FORMATS[formatOf(node) ?? ''] ?? nature.text();
}
