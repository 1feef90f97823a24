import type { ResolverField } from '../binding/index.ts';
import type { Json } from '../contract/index.ts';
import type { GatewayError } from '../errors.ts';
import { type RequestScope, remainingMs } from '../request-scope.ts';
import { asGatewayError } from './as-gateway-error.ts';
import { createResolverServices } from './resolver-services.ts';
import type { FieldResolver, ResolverContext } from './resolvers.ts';
import type { Resolving } from './resolving.ts';
import type { Run } from './run.ts';

/** What the function gave for one row. Wrapped, because it may be anything. */
export interface Outcome {
  readonly value: unknown;
}

/** What a resolver gives for each of the rows, or why it gives nothing. Never rejects. */
export async function callResolver(
  resolving: Resolving,
  rows: readonly Json[],
): Promise<(Outcome | GatewayError)[]> {
  try {
    return await untilAborted(outcomesOf(resolving, rows), resolving.run.scope.signal);
  } catch (error) {
    const failure = asGatewayError(error);
    return rows.map(() => failure);
  }
}

async function outcomesOf(resolving: Resolving, rows: readonly Json[]): Promise<(Outcome | GatewayError)[]> {
  const { field, asked, run } = resolving;
  const answer = functionFor(field, run);
  const values: unknown = await answer(rows, asked.sources.args, createContext(resolving));
  const list: readonly unknown[] | undefined = Array.isArray(values) ? values : undefined;
  // All of them are listened to, also where they are too many.
  const outcomes = Array.from(list ?? [], outcomeOf);
  if (list?.length !== rows.length) {
    const gave = list === undefined ? typeof values : `${list.length} values`;
    throw new Error(`the resolver of ${field.coordinate} gave ${gave} for ${rows.length} rows`);
  }
  return Promise.all(outcomes);
}

function functionFor({ coordinate }: ResolverField, { resolvers }: Run): FieldResolver {
  const [type = '', name = ''] = coordinate.split('.');
  const ofType = Object.hasOwn(resolvers, type) ? resolvers[type] : undefined;
  const found = ofType !== undefined && Object.hasOwn(ofType, name) ? ofType[name] : undefined;
  if (found === undefined) throw new Error(`there is no resolver of ${coordinate}`);
  return found;
}

async function outcomeOf(value: unknown): Promise<Outcome | GatewayError> {
  try {
    const settled: unknown = await value;
    return settled instanceof Error ? asGatewayError(settled) : { value: settled };
  } catch (error) {
    return asGatewayError(error);
  }
}

function createContext(resolving: Resolving): ResolverContext {
  const { scope, config } = resolving.run;
  return {
    services: createResolverServices(resolving),
    viewer: viewerOf(scope),
    config,
    requestId: scope.id,
    signal: scope.signal,
    remainingMs: () => remainingMs(scope),
    log: scope.log,
  };
}

/** Without the way to tokens: only calls of services carry those. */
function viewerOf({ viewer }: RequestScope): ResolverContext['viewer'] {
  return viewer && { sub: viewer.sub, scopes: viewer.scopes, claims: viewer.claims };
}

/** Code that waits for something else than services would outlive the request. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(asGatewayError(signal.reason));
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', stop));
}
