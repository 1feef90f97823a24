import type { JoinKeys } from '../binding/index.ts';
import {
  inputNames,
  isJsonMediaType,
  type Json,
  maxItemsOf,
  type Operation,
  propertiesOf,
  propertyOf,
  type SchemaNode,
  writableMediaType,
} from '../contract/index.ts';
import { asJson, isJsonArray } from './row.ts';

/** How rows are read by their keys, many at a time. */
export interface BatchPlan {
  readonly into: JoinKeys['into'];
  /** The most keys of one call. */
  readonly maxItems: number;
  /** What each call carries besides the keys. */
  readonly input: unknown;
  readonly rowsOf: (body: Json | undefined) => readonly Json[];
  readonly keyOf: (row: Json) => Json | undefined;
}

/** Where the contract gives no `maxItems`; as for joins. */
const DEFAULT_MAX_KEYS = 50;

/** @throws TypeError where the plan does not suit the operation: TypeScript has said so before */
export function readBatchPlan(operation: Operation, given: unknown): BatchPlan {
  const { keys, rows, key, input } = planIn(given, operation);
  const { into, node } = placeOfKeys(operation, keys);
  return {
    into,
    maxItems: Math.min(maxKeys(node), maxRows(operation)),
    input,
    rowsOf(body) {
      const list = asJson(rows(body));
      return isJsonArray(list) ? list : [];
    },
    keyOf: (row) => asJson(key(row)),
  };
}

interface WrittenPlan {
  readonly keys: string;
  readonly rows: (answer: unknown) => unknown;
  readonly key: (row: unknown) => unknown;
  readonly input: unknown;
}

function planIn(given: unknown, { coordinate }: Operation): WrittenPlan {
  const plan: Partial<WrittenPlan> = typeof given === 'object' && given !== null ? given : {};
  const { keys, rows, key, input } = plan;
  if (typeof keys === 'string' && typeof rows === 'function' && typeof key === 'function')
    return { keys, rows, key, input };
  throw new TypeError(`${coordinate}.batch takes { keys, rows, key }`);
}

function placeOfKeys(
  operation: Operation,
  keys: string,
): { readonly into: JoinKeys['into']; readonly node: SchemaNode | undefined } {
  const parameter = inputNames(operation).get(keys);
  if (parameter !== undefined)
    return { into: { kind: 'parameter', name: parameter.key }, node: parameter.parameter.schema };
  const [root, name, ...deeper] = keys.split('.');
  const body = bodySchema(operation);
  const property = name === undefined || body === undefined ? undefined : propertyOf(body, name);
  if (root !== 'body' || name === undefined || property === undefined || deeper.length > 0)
    throw new TypeError(`${operation.coordinate} takes no keys at ${keys}`);
  return { into: { kind: 'body', path: [name] }, node: property.node };
}

function bodySchema({ requestBody }: Operation): SchemaNode | undefined {
  const written = requestBody && writableMediaType(requestBody);
  return written === undefined ? undefined : requestBody?.content.get(written)?.schema;
}

function maxKeys(node: SchemaNode | undefined): number {
  return (node && maxItemsOf(node)) ?? DEFAULT_MAX_KEYS;
}

/** With a row for each key, an answer that holds fewer rows would be cut. */
function maxRows({ responses }: Operation): number {
  const schemas = [...responses].flatMap(([status, { content }]) =>
    status.startsWith('2')
      ? [...content].flatMap(([mediaType, { schema }]) =>
          schema !== undefined && isJsonMediaType(mediaType) ? [schema] : [],
        )
      : [],
  );
  const lists = schemas.flatMap((schema) => [
    schema,
    ...[...propertiesOf(schema).values()].map(({ node }) => node),
  ]);
  return Math.min(...lists.map((list) => maxItemsOf(list) ?? Infinity));
}
