import type { GraphQLEnumType, GraphQLLeafType } from 'graphql';
import { isEnumType } from 'graphql';
import type { Json, JsonKind, SchemaNode } from '../contract/index.ts';
import { enumOf, formatOf, listedValuesOf, propertiesOf } from '../contract/index.ts';
import type { LeafProblem } from './check-leaf.ts';
import { plainString } from './check-leaf.ts';
import { describeSchema, isObject, isUntyped, suggestType, valueKinds } from './describe-schema.ts';
import type { EnumValue } from './enum-values.ts';
import { enumValuesOf } from './enum-values.ts';
import { matchEnum, wireText } from './match-enum.ts';

/** `text`: parameters, where a number and its digits are the same. `json`: bodies. */
export type Wire = 'text' | 'json';

export interface CheckedInputLeaf {
  /** Undefined where the client's values are the contract's. */
  readonly toWire: ReadonlyMap<string, Json> | undefined;
}

/** Does the contract take every value that this scalar or enum has? */
export function checkInputLeaf(
  type: GraphQLLeafType,
  node: SchemaNode,
  wire: Wire,
): CheckedInputLeaf | LeafProblem {
  if (isEnumType(type)) return checkInputEnum(type, node);
  return checkInputScalar(type.name, node, wire) ?? { toWire: undefined };
}

/** What a scalar's values are in JSON. */
const SENT: Readonly<Record<string, JsonKind>> = {
  ID: 'string',
  String: 'string',
  Int: 'integer',
  Float: 'number',
  Boolean: 'boolean',
  DateTime: 'string',
  Date: 'string',
  BigInt: 'integer',
  Decimal: 'string',
};

/** What the same values are as text of a parameter, besides strings: what their digits may be read as. */
const READ_AS: Readonly<Record<string, readonly JsonKind[]>> = {
  ID: ['integer', 'number'],
  Decimal: ['number'],
};

function checkInputScalar(type: string, node: SchemaNode, wire: Wire): LeafProblem | undefined {
  const sent = SENT[type];
  if (sent === undefined) return isOpen(node) ? undefined : wrongInput(type, node);
  if (!takes(type, sent, node, wire)) return wrongInput(type, node);
  return sent === 'string' && valueKinds(node).includes('string') ? checkText(type, node) : undefined;
}

/** JSON may go where anything is taken, and into an object whose properties the contract leaves open. */
function isOpen(node: SchemaNode): boolean {
  return isUntyped(valueKinds(node)) || (isObject(node) && propertiesOf(node).size === 0);
}

function takes(type: string, sent: JsonKind, node: SchemaNode, wire: Wire): boolean {
  const kinds = valueKinds(node);
  if (kinds.includes(sent) || (sent === 'integer' && kinds.includes('number'))) return true;
  if (wire === 'json') return false;
  return kinds.includes('string') || (READ_AS[type] ?? []).some((kind) => kinds.includes(kind));
}

const TEMPORAL: Readonly<Record<string, string>> = { 'date-time': 'DateTime', date: 'Date' };

/** A free text may not go where only some texts are taken; what merely has a shape (uuid, uri) the service checks. */
function checkText(type: string, node: SchemaNode): LeafProblem | undefined {
  const format = formatOf(node) ?? '';
  const wanted = TEMPORAL[format];
  if (wanted !== undefined && wanted !== type) {
    const says = `is ${type}, but the contract takes ${describeSchema(node)}`;
    return { code: 'GH032', says, fix: `make it ${wanted}` };
  }
  if (format === 'binary') {
    const says = `is ${type}, but the contract takes a file`;
    return { code: 'GH032', says, fix: 'make it Upload' };
  }
  const values = enumOf(node);
  if (values === undefined) return undefined;
  const says = `is ${type}, but the contract takes only ${presentValues(values)}`;
  return { code: 'GH032', says, fix: 'make it an enum with values of these names' };
}

function presentValues(values: readonly Json[]): string {
  const known = values.filter((value) => value !== null).map(wireText);
  return known.length > 8 ? `${known.slice(0, 8).join(', ')}, …` : known.join(', ');
}

function wrongInput(type: string, node: SchemaNode): LeafProblem {
  const says = `is ${type}, but the contract takes ${describeSchema(node)}`;
  return { code: 'GH032', says, fix: `make it ${suggestType(node)}` };
}

function checkInputEnum(type: GraphQLEnumType, node: SchemaNode): CheckedInputLeaf | LeafProblem {
  const listed = listedValuesOf(node);
  if (listed === undefined) return plainString(type, node);
  const { toWire: matched, ambiguous } = matchEnum(type, listed.values);
  const members = enumValuesOf(type);
  const toWire = new Map([...(listed.isOpen ? writtenValues(members) : []), ...matched]);
  const [doubtful] = ambiguous;
  if (doubtful !== undefined) {
    return {
      code: 'GH014',
      says: `has the enum ${type.name}, for which \`${doubtful}\` and another value of the contract are the same name`,
      fix: 'give the values of the enum the names of the contract',
    };
  }
  // A value that stands for all others is none that can be sent: whoever sends it is refused before any call.
  const lost = members.filter(({ name, isOther }) => !toWire.has(name) && !isOther);
  if (lost.length > 0) {
    return {
      code: 'GH039',
      says: `has the enum ${type.name}, of which the contract does not take ${lost.map(({ name }) => name).join(', ')}`,
      fix: `leave them out; the contract takes ${presentValues(listed.values.map(({ value }) => value))}`,
    };
  }
  const isPlain = members.every(({ name }) => toWire.get(name) === name);
  return { toWire: isPlain ? undefined : toWire };
}

function writtenValues(members: readonly EnumValue[]): readonly (readonly [string, Json])[] {
  return members.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const]));
}
