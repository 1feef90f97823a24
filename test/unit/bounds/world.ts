import { type BoundSchema, type JoinField, type Shape, shapesBelow, type Template } from '#binding';
import {
  additionalPropertiesOf,
  decodeParameters,
  itemsOf,
  type Json,
  maxItemsOf,
  type Operation,
  propertiesOf,
  type SchemaNode,
} from '#contract';
import { GatewayError } from '../../../gateway/errors.ts';
import { asJson, isJsonObject } from '../../../gateway/execution/row.ts';
import type { Upstream, UpstreamAnswer, UpstreamRequest } from '../../../gateway/upstream/upstream.ts';
import { settled } from '../execution/run-operation.ts';
import { jsonOf, LONG } from './json-of.ts';
import type { Nature } from './nature.ts';

/** All services of a schema in memory, counting what they are asked for. */
export interface World extends Upstream {
  /** `store.getItem /items/1`, in order. */
  readonly log: readonly string[];
  /** By service. */
  readonly calls: ReadonlyMap<string, number>;
  /** How often calls were answered: all that wait are answered together, once nothing else can happen without them. */
  readonly rounds: number;
  /** Answers calls until `work` is done. */
  serve<T>(work: Promise<T>): Promise<T>;
}

export function createWorld(bound: BoundSchema, nature: Nature): World {
  const operations = new Map(
    bound.contracts.flatMap(({ operations: all }) =>
      all.map((operation) => [operation.coordinate, operation]),
    ),
  );
  const joins = joinsOf(bound);
  /** By property, the values that rows of whole lists will be matched with. */
  const wanted = new Map<string, Set<Json>>(
    [...joins.values()].flatMap(({ keys, match: [first] }) =>
      keys === undefined && first !== undefined ? [[String(first.source.path.at(-1)), new Set()]] : [],
    ),
  );
  const log: string[] = [];
  const calls = new Map<string, number>();
  const waiting: (() => void)[] = [];
  let rounds = 0;
  return {
    log,
    calls,
    get rounds() {
      return rounds;
    },
    async send(request) {
      log.push(`${request.operation} ${decodeURIComponent(request.path)} ${request.body ?? ''}`.trim());
      calls.set(request.service, (calls.get(request.service) ?? 0) + 1);
      await new Promise<void>((resolve) => waiting.push(resolve));
      const operation = operations.get(request.operation);
      if (operation === undefined) throw new Error(`no operation ${request.operation}`);
      const given = answer({ operation, join: joins.get(request.operation), wanted }, request, nature);
      remember(given.body, wanted);
      return given;
    },
    async serve(work) {
      const state = { isDone: false };
      const done = work.finally(() => (state.isDone = true));
      done.catch(() => undefined);
      while (!state.isDone) {
        await settled();
        const released = waiting.splice(0);
        if (released.length > 0) rounds += 1;
        for (const release of released) release();
      }
      return done;
    },
    stop: async () => {},
  };
}

const NOTHING = { headers: {}, mediaType: undefined, body: undefined };

type Wanted = ReadonlyMap<string, Set<Json>>;

function remember(body: unknown, wanted: Wanted): void {
  if (Array.isArray(body)) for (const item of body) remember(item, wanted);
  if (!isJsonObject(body)) return;
  for (const [name, value] of Object.entries(body)) {
    for (const one of Array.isArray(value) ? value : [value]) wanted.get(name)?.add(one);
    remember(value, wanted);
  }
}

interface Asked {
  readonly operation: Operation;
  readonly join: JoinField | undefined;
  readonly wanted: Wanted;
}

function answer(
  { operation, join, wanted }: Asked,
  request: UpstreamRequest,
  nature: Nature,
): UpstreamAnswer {
  const failure = nature.failure();
  if (failure === 'unavailable') throw new GatewayError('UPSTREAM_UNAVAILABLE', { service: request.service });
  if (failure === 'error') return { ...NOTHING, status: 500 };
  if (operation.responses.has('404') && nature.isMissing()) return { ...NOTHING, status: 404 };
  const [result] = nature.isOutcome() ? (request.results ?? []) : [];
  const response =
    operation.responses.get(String(result)) ??
    [...operation.responses.values()].find((candidate) => candidate.status.startsWith('2'));
  const status = Number(response?.status ?? 200);
  const schema = response?.content.get('application/json')?.schema;
  if (schema === undefined) return { ...NOTHING, status };
  const sent = readRequest(operation, request);
  const json = jsonOf(schema, nature, sent.limit);
  const body = join === undefined ? json : withRows(json, { schema, join, sent, wanted }, nature);
  return {
    ...NOTHING,
    status,
    mediaType: 'application/json',
    body: failure === 'garbage' ? 'garbage' : body,
  };
}

interface Sent {
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  /** What a parameter says about the length of lists. */
  readonly limit: number | undefined;
}

function readRequest(operation: Operation, { path, headers, body }: UpstreamRequest): Sent {
  const received = { url: new URL(path, 'http://service'), headers: new Headers(headers), pathValues: {} };
  const { query } = decodeParameters(operation, received);
  const limits = Object.entries(query).filter(
    ([name, value]) => /limit|each/i.test(name) && Number.isInteger(value),
  );
  const [limit] = limits.map(([, value]) => Number(value));
  return { query, body: body === undefined ? undefined : JSON.parse(body), limit };
}

/** By operation, a join that asks it for rows. */
function joinsOf({ roots }: BoundSchema): ReadonlyMap<string, JoinField> {
  const joins = new Map<string, JoinField>();
  const shapes = new Set<Shape>([roots.query, roots.mutation].filter((shape) => shape !== undefined));
  for (const shape of shapes) {
    for (const field of [...shape.fields.values(), ...shape.calls.values()]) {
      if (field.kind === 'join') joins.set(field.call.operation.coordinate, field);
      for (const { shape: below } of shapesBelow(field)) shapes.add(below);
    }
  }
  return joins;
}

interface Rows {
  readonly schema: SchemaNode;
  readonly join: JoinField;
  readonly sent: Sent;
  readonly wanted: Wanted;
}

/** The answer with rows for the keys that were sent; a whole list, with rows for what was in answers before. */
function withRows(json: Json, { schema, join, sent, wanted }: Rows, nature: Nature): Json {
  const { keys, rows, maxRows } = join;
  const list = join.at.path.reduce<SchemaNode | undefined>(
    (node, name) => node && propertiesOf(node).get(String(name))?.node,
    schema,
  );
  const item = list && (join.declared === undefined ? itemsOf(list) : additionalPropertiesOf(list));
  const asked = keysIn(sent, join, wanted);
  // A whole list before anything it could be matched with.
  if (item === undefined || (keys === undefined && asked.length === 0)) return json;
  const most = rows === 'many' ? Math.min(sent.limit ?? LONG, maxRows ?? LONG) : 1;
  if (join.declared !== undefined) {
    const there = asked.filter(() => !nature.isMissing());
    return Object.fromEntries(there.map((key) => [String(key), jsonOf(item, nature)]));
  }
  const found = asked.flatMap((key) => {
    const count = nature.isMissing() ? 0 : nature.length(most) + (nature.isDouble() ? 1 : 0);
    return Array.from({ length: count }, () => matching(jsonOf(item, nature), join, key));
  });
  const length = keys === undefined && list !== undefined ? maxItemsOf(list) : undefined;
  return put(json, join.at.path.map(String), found.slice(0, length));
}

function keysIn(sent: Sent, { keys, match: [first] }: JoinField, wanted: Wanted): readonly unknown[] {
  if (keys === undefined) return [...(wanted.get(String(first?.source.path.at(-1))) ?? [])];
  const asked =
    keys.into.kind === 'parameter' ? sent.query[keys.into.name] : valueAt(sent.body, keys.into.path);
  return Array.isArray(asked) ? asked : [];
}

/** The row with the parts of a key where a join looks for them. */
function matching(row: Json, { match, keys }: JoinField, key: unknown): Json {
  return match.reduce((json, { row: read, source }) => {
    const part = keys === undefined ? asJson(key) : partOf(keys.item, key, source.text);
    return part === undefined ? json : put(json, read.path.map(String), part);
  }, row);
}

function partOf(item: Template, key: unknown, text: string): Json | undefined {
  if (item.kind === 'source') return item.source.text === text ? asJson(key) : undefined;
  if (item.kind !== 'object') return undefined;
  return item.entries
    .map(({ name, value }) => partOf(value, valueAt(key, [name]), text))
    .find((part) => part !== undefined);
}

function put(json: Json, [name, ...rest]: readonly string[], value: Json): Json {
  if (name === undefined) return value;
  return isJsonObject(json) ? { ...json, [name]: put(json[name] ?? null, rest, value) } : json;
}

function valueAt(json: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, name) => (isJsonObject(at) ? at[name] : undefined), json);
}
