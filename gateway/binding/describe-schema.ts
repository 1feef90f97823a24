import type { Alternative, JsonKind, SchemaNode } from '../contract/index.ts';
import {
  childNode,
  formatOf,
  itemsOf,
  kindsOf,
  listedAlternativesOf,
  propertiesOf,
} from '../contract/index.ts';
import { belowSchema, namePlace } from './name-place.ts';

/** What the contract gives here, besides null: `string (date-time)`, `integer or string`. */
export function describeSchema(node: SchemaNode): string {
  const kinds = valueKinds(node);
  if (isUntyped(kinds)) return 'anything';
  const format = formatOf(node);
  const what = kinds.length === 0 ? 'null' : kinds.join(' or ');
  return format === undefined ? what : `${what} (${format})`;
}

/** The JSON types of this place without null, `number` standing for `integer` too. */
export function valueKinds(node: SchemaNode): readonly JsonKind[] {
  const kinds = [...kindsOf(node)].filter((kind) => kind !== 'null');
  return kinds.includes('number') ? kinds.filter((kind) => kind !== 'integer') : kinds;
}

/** An array by its `type`; without one, what has items and nothing of an object. */
export function isArray(node: SchemaNode): boolean {
  const kinds = valueKinds(node);
  if (kinds.length === 1) return kinds[0] === 'array';
  return isUntyped(kinds) && itemsOf(node) !== undefined && propertiesOf(node).size === 0;
}

/** An object by its `type`; without one, what has properties: many contracts leave the type out. */
export function isObject(node: SchemaNode): boolean {
  const kinds = valueKinds(node);
  if (kinds.length === 1) return kinds[0] === 'object';
  if (!isUntyped(kinds)) return false;
  const alternatives = listedAlternativesOf(node);
  return (
    propertiesOf(node).size > 0 ||
    (alternatives.length > 0 && alternatives.every((one) => isObject(one.node)))
  );
}

/** Has a text on the wire by which it equals another value, or does not. */
export function isComparable(node: SchemaNode): boolean {
  return !valueKinds(node).some((kind) => kind === 'object' || kind === 'array');
}

/** Nothing restricts the JSON here. */
export function isUntyped(kinds: readonly JsonKind[]): boolean {
  return kinds.length >= 5;
}

const COMPONENT = /^#?\/components\/schemas\/([^/]+)(.*)$/;

/** `Seller` of `anyOf: [{ $ref: Seller }, { type: null }]` */
function onlyBranch(node: SchemaNode): SchemaNode | undefined {
  const branches = (['anyOf', 'oneOf'] as const).flatMap((keyword) => {
    const first = [0, 1].flatMap((index) => childNode(node, keyword, index) ?? []);
    return childNode(node, keyword, 2) === undefined ? first : [];
  });
  const [only, ...others] = branches.filter((branch) => valueKinds(branch).length > 0);
  return others.length === 0 ? only : undefined;
}

/** How a person calls the schema: its name among the components, else where it stands. */
export function nameSchema(node: SchemaNode): string {
  const { contract, pointer, json } = COMPONENT.test(node.pointer) ? node : (onlyBranch(node) ?? node);
  const [, component, below = ''] = COMPONENT.exec(pointer) ?? [];
  if (component === undefined || below !== '') {
    const title = typeof json === 'object' ? json['title'] : undefined;
    if (typeof title === 'string') return `\`${title}\` of ${contract.service}`;
  }
  if (component === undefined) {
    const place = namePlace(pointer);
    return place === undefined ? `\`${contract.service}\` at ${pointer}` : `${place} of ${contract.service}`;
  }
  const path = belowSchema(below);
  const dot = /^[[/]|^$/.test(path) ? '' : '.';
  return `\`${component}${dot}${path}\` of ${contract.service}`;
}

/** How a person calls one of several alternatives. */
export function nameAlternative({ node, names: [name] }: Alternative): string {
  return name === undefined ? nameSchema(node) : `\`${name}\` of ${node.contract.service}`;
}

/** The same place of the same contract, whatever references led to it. */
export function schemaIdentity({ contract, pointer }: SchemaNode): string {
  return `${contract.service}#${pointer}`;
}

/** The GraphQL type that a field over this place can have. */
export function suggestType(node: SchemaNode): string {
  const [kind, ...others] = valueKinds(node);
  if (kind === undefined || others.length > 0) return 'JSON';
  return suggestNamedType(kind, formatOf(node));
}

/** Integers that GraphQL's Int cannot hold. */
const WIDE_FORMATS: readonly string[] = ['int64', 'uint32', 'uint64'];

function suggestNamedType(kind: JsonKind, format: string | undefined): string {
  if (kind === 'string') {
    if (format === 'date-time') return 'DateTime';
    if (format === 'date') return 'Date';
    return format === 'decimal' ? 'Decimal' : 'String';
  }
  if (kind === 'integer') return WIDE_FORMATS.includes(format ?? '') ? 'BigInt' : 'Int';
  if (kind === 'number') return 'Float';
  if (kind === 'boolean') return 'Boolean';
  return kind === 'array' ? 'a list' : 'an object type';
}
