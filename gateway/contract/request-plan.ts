import type { Operation, Parameter } from './contract.ts';
import { type BodyWriter, createBodyWriter } from './encode-body.ts';

/** What can be known of an operation's requests before their values. */
export interface RequestPlan {
  readonly operation: Operation;
  /** Between slashes: fixed text, already encoded, and parameters. */
  readonly segments: readonly (readonly (string | ParameterSlot)[])[];
  readonly query: readonly ParameterSlot[];
  readonly header: readonly ParameterSlot[];
  readonly cookie: readonly ParameterSlot[];
  readonly keys: ReadonlySet<string>;
  readonly queryNames: ReadonlySet<string>;
  readonly writeBody: BodyWriter | undefined;
}

export interface ParameterSlot {
  readonly parameter: Parameter;
  /** What callers, and refusals, call it. */
  readonly key: string;
}

const plans = new WeakMap<Operation, RequestPlan>();

/** Made once per operation. */
export function planRequest(operation: Operation): RequestPlan {
  let plan = plans.get(operation);
  if (plan === undefined) {
    plan = createPlan(operation);
    plans.set(operation, plan);
  }
  return plan;
}

function createPlan(operation: Operation): RequestPlan {
  const slots = operation.parameters.map((parameter) => ({
    parameter,
    key: parameterKey(operation, parameter),
  }));
  const within = (place: Parameter['in']): readonly ParameterSlot[] =>
    slots.filter(({ parameter }) => parameter.in === place);
  const query = within('query');
  return {
    operation,
    segments: operation.path
      .split('/')
      .slice(1)
      .map((segment) => tokensOf(segment, within('path'))),
    query,
    header: within('header'),
    cookie: within('cookie'),
    keys: new Set(slots.map(({ key }) => key)),
    queryNames: new Set(query.map(({ parameter }) => parameter.name)),
    writeBody: operation.requestBody && createBodyWriter(operation.requestBody),
  };
}

/** By name, or `query.name` where parameters in different places share one. */
export function parameterKey({ parameters }: Operation, { name, in: place }: Parameter): string {
  return parameters.filter((parameter) => parameter.name === name).length > 1 ? `${place}.${name}` : name;
}

function tokensOf(segment: string, slots: readonly ParameterSlot[]): readonly (string | ParameterSlot)[] {
  return segment.split(/(\{[^{}]+\})/).map((token) => {
    const slot = slots.find(({ parameter }) => token === `{${parameter.name}}`);
    return slot ?? token.replaceAll(/[^\u0021-\u007e]|["<>\\^`|]/gu, encodeURIComponent);
  });
}
