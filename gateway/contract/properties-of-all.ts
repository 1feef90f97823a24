import { listedAlternativesOf } from './alternatives-of.ts';
import { composeNode } from './compose-node.ts';
import type { JsonObject, SchemaNode } from './contract.ts';
import { type PropertyView, propertiesOf } from './schema-view.ts';

const known = new WeakMap<JsonObject, ReadonlyMap<string, PropertyView>>();

/**
 * The properties that a value may have whichever alternative it is: those that `propertiesOf` tells, and those that
 * every branch of a `oneOf` or `anyOf` declares under the same name. Required is what all of them require.
 */
export function propertiesOfAll(node: SchemaNode): ReadonlyMap<string, PropertyView> {
  const own = propertiesOf(node);
  const alternatives = listedAlternativesOf(node);
  if (alternatives.length === 0 || typeof node.json === 'boolean') return own;
  const before = known.get(node.json);
  if (before !== undefined) return before;
  const views = alternatives.map((alternative) => propertiesOfAll(alternative.node));
  const shared = new Map([...inAll(node, views), ...own]);
  known.set(node.json, shared);
  return shared;
}

function inAll(
  node: SchemaNode,
  [first, ...others]: readonly ReadonlyMap<string, PropertyView>[],
): ReadonlyMap<string, PropertyView> {
  const shared = new Map<string, PropertyView>();
  for (const [name, view] of first ?? []) {
    const views = others.map((other) => other.get(name)).filter((other) => other !== undefined);
    if (views.length === others.length) shared.set(name, merge(node, [view, ...views]));
  }
  return shared;
}

function merge(near: SchemaNode, views: readonly PropertyView[]): PropertyView {
  const nodes = new Map(views.map(({ node }) => [node.pointer, node]));
  return { node: anyOf([...nodes.values()], near), required: views.every(({ required }) => required) };
}

/** What a value satisfies that satisfies any of these. */
export function anyOf(nodes: readonly SchemaNode[], near: SchemaNode): SchemaNode {
  const [first, ...others] = nodes;
  return first !== undefined && others.length === 0 ? first : composeNode('anyOf', nodes, near);
}
