import type { JsonObject, SchemaNode } from './contract.ts';
import { extendPointer, fragmentOf } from './json-pointer.ts';

const composed = new WeakSet<JsonObject>();
const chosen = new WeakSet<JsonObject>();

/**
 * A schema that stands nowhere in the contract, made of schemas that do: all of them hold, or any of them.
 * @param near where it belongs; its own pointer is below that, so that it is no schema of the document.
 */
export function composeNode(
  keyword: 'allOf' | 'anyOf',
  nodes: readonly SchemaNode[],
  near: SchemaNode,
): SchemaNode {
  return compose(keyword, nodes, near, { [keyword]: nodes.map(schemaOf) });
}

/**
 * An alternative together with what stands beside the list that it comes from.
 * @param title what people may call it
 */
export function chooseNode(
  nodes: readonly SchemaNode[],
  near: SchemaNode,
  title: string | undefined,
): SchemaNode {
  const json: JsonObject = { ...(title === undefined ? {} : { title }), allOf: nodes.map(schemaOf) };
  chosen.add(json);
  return compose('allOf', nodes, near, json);
}

function compose(
  keyword: string,
  nodes: readonly SchemaNode[],
  near: SchemaNode,
  json: JsonObject,
): SchemaNode {
  composed.add(json);
  const members = nodes.map(({ pointer }) => pointer).join(' ');
  return { contract: near.contract, pointer: extendPointer(near.pointer, `${keyword} ${members}`), json };
}

/** True for what stands nowhere in the contract. */
export function isComposed({ json }: SchemaNode): boolean {
  return typeof json === 'object' && composed.has(json);
}

/** True for an alternative together with its base: the list that it came from is no further choice. */
export function isChosen({ json }: SchemaNode): boolean {
  return typeof json === 'object' && chosen.has(json);
}

function schemaOf(node: SchemaNode): JsonObject | boolean {
  return isComposed(node) ? node.json : { $ref: `#${fragmentOf(node.pointer)}` };
}
