import { childNode, type Json, type JsonObject, type SchemaNode } from '#contract';

/** The schemas that a schema's type is made of. */
export function schemaChildren(node: SchemaNode): readonly SchemaNode[] {
  const named = ['properties', 'patternProperties'].flatMap((keyword) =>
    namesUnder(node, keyword).flatMap((name) => childNode(node, keyword, name) ?? []),
  );
  const listed = ['allOf', 'oneOf', 'anyOf', 'prefixItems'].flatMap((keyword) =>
    indicesUnder(node, keyword).flatMap((index) => childNode(node, keyword, index) ?? []),
  );
  const single = ['items', 'additionalProperties'].flatMap((keyword) => childNode(node, keyword) ?? []);
  return [...named, ...listed, ...single];
}

export function indicesUnder(node: SchemaNode, keyword: string): readonly number[] {
  const list = memberOf(node.json, keyword);
  return Array.isArray(list) ? [...list.keys()] : [];
}

export function namesUnder(node: SchemaNode, keyword: string): readonly string[] {
  const held = memberOf(node.json, keyword);
  return isJsonObject(held) ? Object.keys(held) : [];
}

/** An own property of an object. */
export function memberOf(json: Json | undefined, name: string): Json | undefined {
  return isJsonObject(json) && Object.hasOwn(json, name) ? json[name] : undefined;
}

function isJsonObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
