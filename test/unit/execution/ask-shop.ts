import { bindSchema } from '#binding';
import type { Json, JsonObject } from '#contract';
import { shopContract } from '../binding/bind-text.ts';
import {
  type FakeAnswer,
  type FakeCall,
  fakeUpstream,
  type PresentedResult,
  type RunChoices,
  runOperation,
} from './run-operation.ts';

export interface AskedShop extends RunChoices {
  readonly sdl: string;
  /** The paths of a contract `shop`. */
  readonly paths: JsonObject;
  readonly schemas?: JsonObject;
  /** By operationId. */
  readonly answers: Readonly<Record<string, (call: FakeCall) => FakeAnswer | Promise<FakeAnswer>>>;
}

export interface ShopAnswer extends PresentedResult {
  /** `getOrder /orders/7` for each call, in order, with the body of a call that has one behind it. */
  readonly log: readonly string[];
  readonly calls: readonly FakeCall[];
}

/** Binds a client's schema to a contract, and answers one document from services in memory. */
export async function askShop(shop: AskedShop, text: string): Promise<ShopAnswer> {
  const { sdl, paths, schemas = {}, answers, config = {} } = shop;
  const contracts = [shopContract(paths, schemas)];
  const bound = bindSchema({ client: 'web', sdl: { file: 'web.graphql', text: sdl }, contracts, config });
  const named = Object.entries(answers).map(([id, answer]) => [`shop.${id}`, answer] as const);
  const upstream = fakeUpstream(Object.fromEntries(named));
  const result = await runOperation(bound, upstream, text, shop);
  const { calls } = upstream;
  return { ...result, calls, log: calls.map(presentCall) };
}

function presentCall({ operation, url, body }: FakeCall): string {
  const path = decodeURIComponent(url.pathname + url.search);
  return `${operation.replace('shop.', '')} ${path}${body === undefined ? '' : ` ${JSON.stringify(body)}`}`;
}

/** A path parameter, or with `in: 'query'` another. */
export function parameter(name: string, more: JsonObject = {}): JsonObject {
  return { name, in: 'path', required: more['in'] === undefined, schema: { type: 'string' }, ...more };
}

/** A list of keys, written with commas. */
export function keys(name: string, maxItems = 50): JsonObject {
  return {
    name,
    in: 'query',
    explode: false,
    schema: { type: 'array', maxItems, items: { type: 'string' } },
  };
}

/** An object schema; names that end in `?` are not required. */
export function objectOf(properties: Readonly<Record<string, Json>>): JsonObject {
  const names = Object.keys(properties);
  return {
    type: 'object',
    required: names.filter((name) => !name.endsWith('?')),
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [name.replace('?', ''), schema]),
    ),
  };
}

export const TEXT: JsonObject = { type: 'string' };
export const INT: JsonObject = { type: 'integer', format: 'int32' };

export function listOf(items: Json, maxItems = 100): JsonObject {
  return { type: 'array', maxItems, items };
}
