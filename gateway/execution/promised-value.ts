import { type GraphQLOutputType, getNullableType, isListType, isNonNullType } from 'graphql';
import type { GatewayError } from '../errors.ts';

/**
 * Bindings are checked: what the client's schema promises, the contract promises. So a null there is the service's
 * doing, and says so; graphql-js would call it ours. In a list the error stands in the item's place.
 * @param violation makes the error; the suffix of the pointer leads to the item
 * @throws GatewayError where the value itself is the null
 */
export function promisedValue(
  value: unknown,
  type: GraphQLOutputType,
  violation: (pointerSuffix: string) => GatewayError,
): unknown {
  if (value === null || value === undefined) {
    if (isNonNullType(type)) throw violation('');
    return null;
  }
  const list = getNullableType(type);
  if (!isListType(list) || !Array.isArray(value)) return value;
  return value.map((item: unknown, index) =>
    promisedItem(item, list.ofType, (suffix) => violation(`/${index}${suffix}`)),
  );
}

function promisedItem(
  item: unknown,
  type: GraphQLOutputType,
  violation: (suffix: string) => GatewayError,
): unknown {
  try {
    return promisedValue(item, type, violation);
  } catch (error) {
    return error;
  }
}
