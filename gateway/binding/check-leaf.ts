import type { GraphQLEnumType, GraphQLLeafType } from 'graphql';
import { isEnumType } from 'graphql';
import type { Json, JsonKind, SchemaNode } from '../contract/index.ts';
import { formatOf, listedValuesOf } from '../contract/index.ts';
import { describeSchema, suggestType, valueKinds } from './describe-schema.ts';
import type { DiagnosticCode } from './diagnostics.ts';
import { enumValuesOf } from './enum-values.ts';
import type { IntRange } from './int-range.ts';
import { fitsInt, intRangeOf } from './int-range.ts';
import { matchEnum } from './match-enum.ts';

export interface LeafProblem {
  readonly code: DiagnosticCode;
  /** Goes on where the coordinate ended: `is Int, but the contract gives …`. */
  readonly says: string;
  readonly fix: string;
}

export interface CheckedLeaf {
  /** Undefined where the contract's values are the client's. */
  readonly fromWire: ReadonlyMap<Json, string> | undefined;
  /** The enum value that stands for all values which the enum does not have. */
  readonly other: string | undefined;
}

/** Can every value that the contract gives here be written as this scalar or enum? */
export function checkLeaf(type: GraphQLLeafType, node: SchemaNode): CheckedLeaf | LeafProblem {
  if (isEnumType(type)) return checkEnum(type, node);
  if (type.name === 'Upload')
    return {
      code: 'GH174',
      says: 'is Upload, but answers hold no files',
      fix: 'make it String, the address of the file',
    };
  return checkScalar(type.name, node) ?? { fromWire: undefined, other: undefined };
}

const KINDS: Readonly<Record<string, readonly JsonKind[]>> = {
  // Many services say `number` of keys that count; one that is no whole number is CONTRACT_VIOLATED when it comes.
  ID: ['string', 'integer', 'number'],
  String: ['string'],
  Int: ['integer'],
  Float: ['integer', 'number'],
  Boolean: ['boolean'],
  DateTime: ['string'],
  Date: ['string'],
  BigInt: ['string', 'integer'],
  Decimal: ['string', 'integer', 'number'],
};

/** Where the JSON is a string, its format must be one of these. */
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  DateTime: ['date-time'],
  Date: ['date'],
  BigInt: ['int64', 'uint64'],
  Decimal: ['decimal', 'decimal128'],
};

function checkScalar(type: string, node: SchemaNode): LeafProblem | undefined {
  const allowed = KINDS[type];
  if (allowed === undefined) return undefined;
  const kinds = valueKinds(node);
  if (kinds.length === 0 || kinds.some((kind) => !allowed.includes(kind))) return wrongType(type, node);
  const formats = FORMATS[type];
  if (formats !== undefined && kinds.includes('string') && !formats.includes(formatOf(node) ?? '')) {
    return wrongFormat(type, node, `no format \`${formats[0]}\``);
  }
  return type === 'Int' ? checkRange(node) : undefined;
}

function wrongType(type: string, node: SchemaNode): LeafProblem {
  return {
    code: 'GH030',
    says: `is ${type}, but the contract gives ${describeSchema(node)}`,
    fix: `make it ${suggestType(node)}`,
  };
}

function wrongFormat(type: string, node: SchemaNode, lack: string): LeafProblem {
  const says = `is ${type}, but the contract gives ${describeSchema(node)} with ${lack}`;
  return { code: 'GH031', says, fix: `make it ${suggestType(node)}, or ask the service for the format` };
}

function checkRange(node: SchemaNode): LeafProblem | undefined {
  const range = intRangeOf(node);
  if (fitsInt(range)) return undefined;
  return {
    code: 'GH031',
    says: `is Int, but the contract gives ${describeSchema(node)} with ${presentRange(range)}, and Int has 32 bits`,
    fix: 'make it BigInt, or ask the service for a `minimum` and a `maximum`',
  };
}

/** Only what Int cannot hold: `no \`minimum\` and values up to 9000000000`. */
function presentRange({ min, max }: IntRange): string {
  const low = Number.isFinite(min) ? `values down to ${min}` : 'no `minimum`';
  const high = Number.isFinite(max) ? `values up to ${max}` : 'no `maximum`';
  return [...(fitsInt({ min, max: 0 }) ? [] : [low]), ...(fitsInt({ min: 0, max }) ? [] : [high])].join(
    ' and ',
  );
}

function checkEnum(type: GraphQLEnumType, node: SchemaNode): CheckedLeaf | LeafProblem {
  const listed = listedValuesOf(node);
  if (listed === undefined) return plainString(type, node);
  if (valueKinds(node).some((kind) => kind === 'object' || kind === 'array'))
    return wrongType(type.name, node);
  const { fromWire, unknown, ambiguous } = matchEnum(type, listed.values);
  const [doubtful] = ambiguous;
  const other = enumValuesOf(type).find(({ isOther }) => isOther)?.name;
  if (doubtful !== undefined) {
    return {
      code: 'GH014',
      says: `has the enum ${type.name}, for which \`${doubtful}\` and another value of the contract are the same name`,
      fix: 'write @json(value: …) on the values that are meant',
    };
  }
  if (other !== undefined) return { fromWire, other };
  if (unknown.length > 0) {
    return {
      code: 'GH037',
      says: `has the enum ${type.name}, which lacks what the contract gives: ${unknown.join(', ')}`,
      fix: `add ${unknown.map(enumName).join(', ')} to ${type.name}, or a value for all others: OTHER @json(other: true)`,
    };
  }
  if (listed.isOpen) return openEnum(type, node);
  const same = [...fromWire].every(([wire, name]) => wire === name);
  return { fromWire: same ? undefined : fromWire, other: undefined };
}

function openEnum(type: GraphQLEnumType, node: SchemaNode): LeafProblem {
  return {
    code: 'GH109',
    says: `has the enum ${type.name}, but the contract gives any ${describeSchema(node)} beside the values that it lists`,
    fix: `add a value for all others to ${type.name}: OTHER @json(other: true)`,
  };
}

export function plainString(type: GraphQLEnumType, node: SchemaNode): LeafProblem {
  return {
    code: 'GH038',
    says: `has the enum ${type.name}, but the contract gives ${describeSchema(node)} without listing its values`,
    fix: `make it ${suggestType(node)}, or ask the service for an \`enum\``,
  };
}

/** The contract's value as GraphQL would spell it: `in-stock` → `IN_STOCK`. */
export function enumName(wire: string): string {
  const words = wire.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/\W+/g, '_');
  return (/^\d/.test(words) ? `_${words}` : words).toUpperCase();
}
