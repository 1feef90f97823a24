import type { GraphQLField, GraphQLOutputType } from 'graphql';
import { isListType, isNonNullType } from 'graphql';

/** One field on a way from a root. */
export interface Step {
  readonly coordinate: string;
  readonly field: GraphQLField<unknown, unknown>;
  /** The field whose object this one stands in; undefined at a root. */
  readonly above: Step | undefined;
}

/** What a null in a non-null field takes with it, by the GraphQL specification (6.4.4): up to what may be null. */
export function reachOfNull(step: Step): string {
  const passed: string[] = [];
  for (let { above } = step; above !== undefined; above = above.above) {
    const stop = stopAt(above.coordinate, above.field.type);
    if (stop !== undefined) return passed.length === 0 ? stop : `${stop}, by way of ${passed.join(' and ')}`;
    passed.push(above.coordinate);
  }
  return 'the whole answer';
}

/** Where a null object stops on its way through this field's type; undefined where it goes on. */
function stopAt(coordinate: string, type: GraphQLOutputType): string | undefined {
  if (!isNonNullType(type)) return isListType(type) ? stopInList(coordinate, type.ofType) : coordinate;
  return isListType(type.ofType) && !isItemNonNull(type.ofType.ofType)
    ? `the item of ${coordinate}`
    : undefined;
}

function stopInList(coordinate: string, itemType: GraphQLOutputType): string {
  return isItemNonNull(itemType) ? `all of ${coordinate}` : `the item of ${coordinate}`;
}

function isItemNonNull(type: GraphQLOutputType): boolean {
  return isNonNullType(type);
}
