import type { Json } from '../contract/index.ts';
import { GatewayError } from '../errors.ts';
import { asJson } from './row.ts';

/**
 * What a resolver gave, as JSON: a copy, so that nobody changes it later, with dates and the like as they write
 * themselves.
 * @param coordinate of the field, for the log
 * @throws GatewayError INTERNAL_SERVER_ERROR for what has no JSON
 */
export function givenJson(value: unknown, coordinate: string): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'object') return copyOf(value, coordinate);
  const json = asJson(value);
  if (json !== undefined) return json;
  throw new GatewayError(
    'INTERNAL_SERVER_ERROR',
    {},
    new Error(`the resolver of ${coordinate} gave a ${typeof value}`),
  );
}

function copyOf(value: object, coordinate: string): Json {
  try {
    return JSON.parse(
      JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner)),
    );
  } catch (error) {
    const cause = new Error(`the resolver of ${coordinate} gave what is no JSON`, { cause: error });
    throw new GatewayError('INTERNAL_SERVER_ERROR', {}, cause);
  }
}
