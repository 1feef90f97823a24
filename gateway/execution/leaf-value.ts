import { type GraphQLSchema, isLeafType } from 'graphql';
import type { BoundValue } from '../binding/index.ts';
import type { Json } from '../contract/index.ts';
import { contractViolation } from './contract-violation.ts';
import type { Answer, Place } from './row.ts';

type BoundLeaf = Extract<BoundValue, { kind: 'leaf' }>;

/** How deep a value of a scalar that takes any JSON may be; deeper ones would overflow the stack when they are sent. */
const MAX_DEPTH = 64;

/**
 * GraphQL's own scalars turn "5" into 5 and true into 1. A service that sends these has broken its contract, and the
 * client is told so instead of being given a guess.
 */
const ACCEPTS: ReadonlyMap<string, (json: Json) => boolean> = new Map([
  ['String', (json: Json) => typeof json === 'string'],
  ['ID', (json: Json) => typeof json === 'string' || Number.isSafeInteger(json)],
  ['Boolean', (json: Json) => typeof json === 'boolean'],
  ['Int', (json: Json) => Number.isInteger(json)],
  ['Float', (json: Json) => Number.isFinite(json)],
]);

/**
 * The value of a scalar or enum, in the form that its type's `serialize` takes.
 * @throws GatewayError CONTRACT_VIOLATED when the type has no such value.
 */
export function leafValue(leaf: BoundLeaf, place: Place, answer: Answer, schema: GraphQLSchema): unknown {
  const { pointer } = place;
  const json = place.isText ? fromText(place.json, leaf.type) : place.json;
  const value = leaf.fromWire === undefined ? json : enumValue(leaf, json);
  const type = schema.getType(leaf.type);
  if (!isLeafType(type)) throw new Error(`${leaf.type} is not a leaf type of this schema`);
  if (value === undefined || ACCEPTS.get(leaf.type)?.(value) === false || isDeeperThan(value, MAX_DEPTH)) {
    throw contractViolation(answer, pointer, `not a value of ${leaf.type}`);
  }
  const serialized = serializeOrUndefined(type, value);
  if (serialized === undefined || serialized === null) {
    throw contractViolation(answer, pointer, `not a value of ${leaf.type}`);
  }
  return value;
}

/** Values that the enum does not have are its other value, where it has one. */
function enumValue({ fromWire, other }: BoundLeaf, json: Json | undefined): Json | undefined {
  if (json === undefined || typeof json === 'object') return undefined;
  return fromWire?.get(json) ?? other;
}

/** Errors of scalars quote the value, so they are dropped. */
function serializeOrUndefined(type: { serialize(value: unknown): unknown }, value: Json): unknown {
  try {
    return type.serialize(value);
  } catch {
    return undefined;
  }
}

function fromText(json: Json | undefined, type: string): Json | undefined {
  if (typeof json !== 'string') return json;
  if ((type === 'Int' || type === 'Float') && json.trim() !== '') return Number(json);
  if (type === 'Boolean') return json === 'true' ? true : json === 'false' ? false : undefined;
  return json;
}

function isDeeperThan(json: Json, depth: number): boolean {
  if (typeof json !== 'object' || json === null) return false;
  if (depth === 0) return true;
  return Object.values(json).some((child: Json) => isDeeperThan(child, depth - 1));
}
