import type { Operation, Parameter, SchemaNode } from '../contract/index.ts';
import { isArray } from './describe-schema.ts';
import { parametersByName } from './parameters-by-name.ts';

/** What a call carries, as far as `$call` may read it in the values that the call gives. */
export interface SentCall {
  readonly operation: Operation;
  /** The field that makes the call: `Query.order`. */
  readonly by: string;
  /** By the contract's names; parameters that are never sent are missing. */
  readonly parameters: ReadonlyMap<string, SentParameter>;
  /** Equal for calls that send the same parameters with the same certainty. */
  readonly signature: string;
}

export interface SentParameter {
  readonly node: SchemaNode;
  /** False where an absent argument leaves the parameter out. */
  readonly certain: boolean;
  /** True for a join's list of keys, which is nobody's value. */
  readonly isKeys: boolean;
}

/** A parameter that a call gives a value. */
export interface Sent {
  readonly name: string;
  readonly certain: boolean;
  readonly isKeys?: true;
}

export function createSentCall(operation: Operation, by: string, sent: readonly Sent[]): SentCall {
  const declared = parametersByName(operation);
  const parameters = new Map(
    sent.flatMap(({ name, certain, isKeys = false }) => {
      const parameter = declared.get(name);
      if (parameter === undefined) return [];
      const node = nodeOf(operation, parameter);
      // An empty list is not sent at all, but where it is required there is no call without it.
      const isCertain = certain && (parameter.required || !isArray(node));
      return [[name, { node, certain: isCertain, isKeys }] as const];
    }),
  );
  const signature = [...parameters].map(
    ([name, { certain, isKeys }]) => `${name}${certain ? '!' : '?'}${isKeys ? '*' : ''}`,
  );
  return { operation, by, parameters, signature: signature.toSorted().join() };
}

/** Where a mistake left unknown what is sent: everything, so that nothing is said about `$call` because of it. */
export function assumedCall(operation: Operation, by: string): SentCall {
  const names = [...parametersByName(operation).keys()];
  return createSentCall(
    operation,
    by,
    names.map((name) => ({ name, certain: true })),
  );
}

/** A parameter without a schema takes anything. */
function nodeOf({ contract }: Operation, { schema, pointer }: Parameter): SchemaNode {
  return schema ?? { contract, pointer, json: true };
}
