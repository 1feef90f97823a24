import { createLocalJWKSet, type JSONWebKeySet, type LocalJWKSet } from 'jose';
import type { Clock } from '../../clock.ts';

export interface KeysRequest {
  /** Where the keys are, as the provider's metadata say; may have to ask for these first. */
  readonly jwksUri: () => Promise<string>;
  /** The fetch of the provider, which goes nowhere else. */
  readonly fetch: (url: string, how: KeysFetchOptions) => Promise<Pick<Response, 'status' | 'text'>>;
  readonly clock: Clock;
}

export interface KeysFetchOptions {
  readonly method: 'GET';
  readonly headers: Record<string, string>;
  readonly redirect: 'manual';
  readonly body: undefined;
  readonly signal: AbortSignal;
}

/** For all of it: metadata, keys and their last byte. */
const LIMIT_MS = 3_000;
const MAX_CHARACTERS = 262_144;
const MAX_KEYS = 100;

/** @throws Error whatever is not a set of keys in time */
export async function sendKeysRequest({ jwksUri, fetch, clock }: KeysRequest): Promise<LocalJWKSet> {
  const stop = new AbortController();
  const late = Promise.withResolvers<never>();
  const cancel = clock.after(LIMIT_MS, () => {
    const reason = new Error(`the provider's keys took longer than ${LIMIT_MS} ms`);
    stop.abort(reason);
    late.reject(reason);
  });
  try {
    return await Promise.race([load(jwksUri, fetch, stop.signal), late.promise]);
  } finally {
    cancel();
  }
}

async function load(
  jwksUri: KeysRequest['jwksUri'],
  fetch: KeysRequest['fetch'],
  signal: AbortSignal,
): Promise<LocalJWKSet> {
  const headers = { accept: 'application/jwk-set+json, application/json' };
  const answer = await fetch(await jwksUri(), {
    method: 'GET',
    headers,
    redirect: 'manual',
    body: undefined,
    signal,
  });
  if (answer.status !== 200) throw new Error(`the provider's keys were answered with ${answer.status}`);
  const text = await answer.text();
  if (text.length > MAX_CHARACTERS) throw new Error('the provider sent more than keys');
  return createLocalJWKSet(parseKeySet(JSON.parse(text)));
}

/** An empty set would void every token, and a provider that signs has a key: that answer is a mistake of its own. */
function parseKeySet(value: unknown): JSONWebKeySet {
  const keys = isObject(value) && 'keys' in value && Array.isArray(value.keys) ? value.keys : [];
  if (keys.length === 0 || keys.length > MAX_KEYS || !keys.every(isObject))
    throw new Error("the provider's answer is no set of keys");
  return { keys };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
