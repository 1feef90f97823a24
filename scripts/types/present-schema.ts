import { childNode, type Json, type SchemaNode } from '#contract';
import { isOtherWay, type Way } from './other-way.ts';
import { indicesUnder, memberOf, namesUnder } from './schema-children.ts';
import {
  arrayOf,
  intersectionOf,
  type Member,
  NEVER,
  named,
  objectOf,
  type TypeText,
  UNDEFINED,
  UNKNOWN,
  unionOf,
} from './type-text.ts';

export interface Presenting {
  readonly way: Way;
  /** The name of what stands elsewhere and is referred to here. */
  refer(node: SchemaNode): TypeText;
}

/**
 * A schema as a TypeScript type: what its keywords say of types, names and values. Lengths, patterns and the like have
 * no type; `not` and conditions are left aside, so that every valid value has the type.
 */
export function presentSchema(node: SchemaNode, presenting: Presenting): TypeText {
  if (typeof node.json === 'boolean') return node.json ? UNKNOWN : NEVER;
  const all = presentBranches(node, 'allOf', presenting);
  const unions = ['oneOf', 'anyOf']
    .map((keyword) => presentBranches(node, keyword, presenting))
    .filter(({ length }) => length > 0)
    .map(unionOf);
  const isComposed = all.length + unions.length > 0;
  return intersectionOf([presentOwn(node, presenting, isComposed), ...all, ...unions]);
}

function presentBranches(node: SchemaNode, keyword: string, presenting: Presenting): readonly TypeText[] {
  return indicesUnder(node, keyword).flatMap((index) => presentChild(node, keyword, index, presenting) ?? []);
}

/** What stands below this schema in the document is part of it, so that this ends; everything else has a name. */
function presentChild(
  node: SchemaNode,
  keyword: string,
  name: string | number | undefined,
  presenting: Presenting,
): TypeText | undefined {
  const child = childNode(node, keyword, name);
  if (child === undefined) return undefined;
  if (typeof child.json === 'boolean' || child.pointer.startsWith(`${node.pointer}/`))
    return presentSchema(child, presenting);
  return presenting.refer(child);
}

/** What the schema says itself, its branches left aside. */
function presentOwn(node: SchemaNode, presenting: Presenting, isComposed: boolean): TypeText {
  const kinds = kindsIn(node);
  const constant = memberOf(node.json, 'const');
  const values = constant === undefined ? memberOf(node.json, 'enum') : [constant];
  if (Array.isArray(values)) return presentValues(values, kinds);
  if (kinds !== undefined)
    return unionOf(kinds.map((kind) => presentKind(kind, node, presenting, isComposed)));
  if (describesMembers(node)) return presentObject(node, presenting);
  return describesItems(node) ? presentArray(node, presenting) : UNKNOWN;
}

function presentKind(kind: string, node: SchemaNode, presenting: Presenting, isComposed: boolean): TypeText {
  switch (kind) {
    case 'integer':
      return named('number');
    case 'array':
      // Its branches say what is in it.
      return isComposed && !describesItems(node) ? UNKNOWN : presentArray(node, presenting);
    case 'object':
      return isComposed && !describesMembers(node) ? UNKNOWN : presentObject(node, presenting);
    default:
      return named(kind);
  }
}

const KINDS = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];

function kindsIn({ json }: SchemaNode): readonly string[] | undefined {
  const type = memberOf(json, 'type');
  const kinds = (Array.isArray(type) ? type : [type]).filter((kind) => KINDS.includes(String(kind)));
  return kinds.length === 0 ? undefined : kinds.map(String);
}

function presentValues(values: readonly Json[], kinds: readonly string[] | undefined): TypeText {
  const allowed = values.filter(
    (value) => kinds === undefined || kinds.some((kind) => isOfKind(value, kind)),
  );
  return unionOf(allowed.map(presentLiteral));
}

function isOfKind(value: Json, kind: string): boolean {
  if (value === null) return kind === 'null';
  if (Array.isArray(value)) return kind === 'array';
  return typeof value === (kind === 'integer' ? 'number' : kind);
}

function presentLiteral(value: Json): TypeText {
  if (Array.isArray(value))
    return named(`readonly [${value.map((item) => presentLiteral(item).text).join(', ')}]`);
  if (typeof value !== 'object' || value === null) return named(JSON.stringify(value));
  const members = Object.entries(value).map(([name, member]) => ({
    name,
    type: presentLiteral(member),
    optional: false,
  }));
  return objectOf(members);
}

function describesMembers({ json }: SchemaNode): boolean {
  const additional = memberOf(json, 'additionalProperties');
  return (
    ['properties', 'patternProperties', 'required'].some(
      (keyword) => memberOf(json, keyword) !== undefined,
    ) ||
    (additional !== undefined && additional !== true && additional !== false)
  );
}

function describesItems({ json }: SchemaNode): boolean {
  return memberOf(json, 'items') !== undefined || memberOf(json, 'prefixItems') !== undefined;
}

function presentArray(node: SchemaNode, presenting: Presenting): TypeText {
  const first = presentBranches(node, 'prefixItems', presenting);
  const others = presentChild(node, 'items', undefined, presenting);
  return arrayOf(
    unionOf(first.length > 0 || others !== undefined ? [...first, others ?? UNKNOWN] : [UNKNOWN]),
  );
}

function presentObject(node: SchemaNode, presenting: Presenting): TypeText {
  const members = presentMembers(node, presenting);
  return objectOf(members, presentIndex(node, members, presenting));
}

function presentMembers(node: SchemaNode, presenting: Presenting): readonly Member[] {
  const { way } = presenting;
  const required = memberOf(node.json, 'required');
  const demanded = Array.isArray(required) ? required.map(String) : [];
  const declared = namesUnder(node, 'properties');
  const names = [...declared, ...new Set(demanded.filter((name) => !declared.includes(name)))];
  return names
    .filter((name) => !isOtherWay(node, name, way))
    .map((name) => ({
      name,
      type: presentChild(node, 'properties', name, presenting) ?? UNKNOWN,
      optional: !demanded.includes(name),
    }));
}

/** The type of names that are not declared; TypeScript wants it to be that of the declared ones as well. */
function presentIndex(
  node: SchemaNode,
  members: readonly Member[],
  presenting: Presenting,
): TypeText | undefined {
  const written = memberOf(node.json, 'additionalProperties');
  const additional =
    written === true ? undefined : presentChild(node, 'additionalProperties', undefined, presenting);
  const byPattern = namesUnder(node, 'patternProperties').flatMap(
    (pattern) => presentChild(node, 'patternProperties', pattern, presenting) ?? [],
  );
  const open = [...(additional === undefined || written === false ? [] : [additional]), ...byPattern];
  if (open.length === 0) {
    if (members.length > 0) return undefined;
    return written === false ? NEVER : UNKNOWN;
  }
  const optional = members.some((member) => member.optional);
  return unionOf([...open, ...members.map(({ type }) => type), ...(optional ? [UNDEFINED] : [])]);
}
