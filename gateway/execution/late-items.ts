import { type GraphQLOutputType, getNullableType, isListType, isNonNullType } from 'graphql';

/**
 * Gives graphql-js the items of `[T!]` as promises.
 *
 * When an item that must not be null fails at once, graphql-js 16 gives up the list in the middle of its loop, and
 * forgets the items before it that are still under way. If one of those fails as well, nobody is left to hear it: an
 * unhandled rejection, which ends the process. Items that are promises can only fail later, when all are listened to.
 */
export function lateItems(value: unknown, type: GraphQLOutputType): unknown {
  const list = getNullableType(type);
  if (!Array.isArray(value) || !isListType(list)) return value;
  const items = value.map((item: unknown) => lateItems(item, list.ofType));
  return isNonNullType(list.ofType) ? items.map((item) => Promise.resolve(item)) : items;
}
