import type { Operation, Parameter } from './contract.ts';
import { parameterKey } from './request-plan.ts';

export interface InputParameter {
  /** What `encodeRequest` calls it. */
  readonly key: string;
  readonly parameter: Parameter;
}

/**
 * The names in the one object that calls an operation from TypeScript: each parameter's, or `query.name` where two
 * share one, beside `body`. A parameter that is called `body` is `query.body` as well.
 */
export function inputNames(operation: Operation): ReadonlyMap<string, InputParameter> {
  return new Map(
    operation.parameters.map((parameter) => {
      const key = parameterKey(operation, parameter);
      return [key === 'body' ? `${parameter.in}.body` : key, { key, parameter }];
    }),
  );
}

/** The header that tells a repeated request from a second one; names are equal when their letters and digits are. */
export function isIdempotencyKey({ in: place, name }: Parameter): boolean {
  return place === 'header' && name.toLowerCase().replaceAll(/[^a-z0-9]/g, '') === 'idempotencykey';
}
