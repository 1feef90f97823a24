import type { Contract, Json, JsonObject, SchemaNode } from './contract.ts';
import { dereference, isReference } from './dereference.ts';
import { extendPointer, pointerOfReference } from './json-pointer.ts';
import { isJsonArray, isJsonObject, memberOf, ownMember } from './json-value.ts';

/**
 * The schema at a pointer of `contract.document`, `$ref`s followed. Its own pointer is where it really stands,
 * so that `service + '#' + pointer` identifies it.
 *
 * @throws TypeError when no schema stands there.
 */
export function resolveNode(contract: Contract, pointer: string): SchemaNode {
  const found = dereference(contract.document, pointer);
  if (found === undefined || !isSchema(found.json)) {
    throw new TypeError(`${contract.service}#${pointer} holds no schema.`);
  }
  return { contract, pointer: found.pointer, json: found.json };
}

/** The schema under a keyword (`items`), or under a name in it (`properties`, `id`); undefined when there is none. */
export function childNode(node: SchemaNode, keyword: string, name?: string | number): SchemaNode | undefined {
  const held = ownMember(node.json, keyword);
  const child = name === undefined ? held : memberOf(held, String(name));
  if (child === undefined || !isSchema(child)) return undefined;
  if (isReference(child)) return resolveNode(node.contract, pointerOfReference(child.$ref) ?? child.$ref);
  const pointer = extendPointer(node.pointer, keyword, ...(name === undefined ? [] : [name]));
  return { contract: node.contract, pointer, json: child };
}

/** The schemas of `allOf`, `anyOf` or `oneOf`, in order. */
export function branchesOf(node: SchemaNode, keyword: 'allOf' | 'anyOf' | 'oneOf'): readonly SchemaNode[] {
  const branches = ownMember(node.json, keyword);
  if (!isJsonArray(branches)) return [];
  return branches.flatMap((_, index) => childNode(node, keyword, index) ?? []);
}

function isSchema(json: Json): json is JsonObject | boolean {
  return typeof json === 'boolean' || isJsonObject(json);
}
