import type { GraphQLNamedType, GraphQLSchema } from 'graphql';
import { isAbstractType, isObjectType } from 'graphql';

/** What a selection costs, piece by piece. An object is of one type: fragments on other types cost nothing then. */
export interface BranchSum {
  /** @param condition the type that a fragment is on; none for what always counts. */
  add(cost: number, condition?: string): void;
  /** Never more than `total`, and quickly told. */
  atLeast(): number;
  total(): number;
}

/** @param type what the selection is on; only an abstract type can turn out to be several. */
export function createBranchSum(schema: GraphQLSchema, type: GraphQLNamedType | undefined): BranchSum {
  const byCondition = new Map<string, number>();
  let always = 0;
  let largest = 0;
  return {
    add(cost, condition) {
      if (condition === undefined || condition === type?.name || !isAbstractType(type))
        always = finite(always + cost);
      else {
        const sum = finite((byCondition.get(condition) ?? 0) + cost);
        byCondition.set(condition, sum);
        largest = Math.max(largest, sum);
      }
    },
    atLeast: () => finite(always + largest),
    total: () => finite(always + (byCondition.size < 2 ? largest : costliest(schema, byCondition))),
  };
}

/** The object type whose fragments cost most; a fragment on an interface counts for each of its members. */
function costliest(schema: GraphQLSchema, byCondition: ReadonlyMap<string, number>): number {
  const costs = new Map<string, number>();
  for (const [condition, cost] of byCondition) {
    const type = schema.getType(condition);
    const members = isAbstractType(type) ? schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
    for (const { name } of members) costs.set(name, finite((costs.get(name) ?? 0) + cost));
  }
  return Math.max(0, ...costs.values());
}

/** Costs multiply; beyond this they would stop being exact, and any limit is passed long before. */
export function finite(cost: number): number {
  return Math.min(cost, Number.MAX_SAFE_INTEGER);
}
