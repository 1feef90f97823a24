import { type ExecutionResult, execute } from 'graphql';
import type { BoundSchema } from '../../../gateway/binding/index.ts';
import { systemClock, systemRandomness } from '../../../gateway/clock.ts';
import type { ExecuteArgs, Executor } from '../../../gateway/execution/executor.ts';
import type { Authenticate } from '../../../gateway/gates/authenticate.ts';
import { createOperationGates, type OperationGates } from '../../../gateway/gates/operation-gates.ts';
import type { RateGate } from '../../../gateway/gates/rate-gate.ts';
import { createRequestGates } from '../../../gateway/gates/request-gates.ts';
import type { Proof, Route } from '../../../gateway/gates/route.ts';

import { createApolloServer, type GraphqlServer } from '../../../gateway/graphql/create-apollo-server.ts';
import { createGraphqlRoute } from '../../../gateway/graphql/graphql-route.ts';
import type { DocumentLimits } from '../../../gateway/options.ts';
import { leaveNothing } from '../../support/leftovers.ts';
import { uncounted } from '../../support/open-gates.ts';
import { believeAll } from '../../support/test-viewer.ts';
import { boundSchema, type SchemaForTest } from './bound-schema.ts';
import { type LogLine, recordingLogger } from './recording-logger.ts';
import { type ServedRoutes, serveRoutes } from './serve-routes.ts';

export interface GatewayForTest extends SchemaForTest {
  /** Fields of the root types: values, or functions of their arguments. */
  readonly root?: Readonly<Record<string, unknown>>;
  readonly proof?: Proof;
  readonly production?: boolean;
  readonly trusted?: ReadonlyMap<string, string>;
  readonly trustedOnly?: boolean;
  readonly limits?: Partial<DocumentLimits>;
  readonly publicOrigin?: string;
  readonly deadlineMs?: number;
  readonly isDraining?: () => boolean;
  readonly authenticate?: Authenticate;
  readonly routes?: readonly Route[];
  readonly rateGate?: RateGate;
  readonly trustedProxies?: readonly string[];
  readonly allowedOrigins?: readonly string[];
}

export interface StartedGateway extends ServedRoutes {
  readonly bound: BoundSchema;
  readonly graphql: GraphqlServer;
  readonly operationGates: OperationGates;
  /** Operations that reached the executor, oldest first. */
  readonly executed: readonly ExecuteArgs[];
  readonly log: readonly LogLine[];
  /** Sends an operation as clients do: POST, with the header that proves it. */
  ask(this: void, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly data: unknown;
  readonly errors: readonly AnsweredError[];
}

export interface AnsweredError {
  readonly message: string;
  readonly locations?: unknown;
  readonly path?: unknown;
  readonly extensions: Readonly<Record<string, unknown>> & { readonly code: string };
}

/** A gateway whose schema is in the test's hand, until the test or file is over. */
export async function startGateway(options: GatewayForTest): Promise<StartedGateway> {
  const { rateGate = uncounted } = options;
  const { production = false, trusted = new Map(), trustedOnly = false, limits = {}, root = {} } = options;
  const bound = boundSchema(options);
  const lines: LogLine[] = [];
  const log = recordingLogger(lines);
  const executed: ExecuteArgs[] = [];
  const executor = createExecutor(bound, root, executed);
  const operationGates = createOperationGates({ bound, trusted, trustedOnly, limits, production, rateGate });
  const graphql = createApolloServer({ bound, executor, operationGates, log, production });
  await graphql.start();
  leaveNothing(() => graphql.stop());
  const gates = createRequestGates({
    rateGate,
    trustedProxies: options.trustedProxies ?? [],
    allowedOrigins: options.allowedOrigins ?? [],
    clock: systemClock,
    randomness: systemRandomness,
    log,
    publicOrigin: options.publicOrigin,
    deadlineMs: options.deadlineMs ?? 20_000,
    authenticate: options.authenticate ?? believeAll,
    isDraining: options.isDraining ?? (() => false),
  });
  const served = await serveRoutes(gates);
  const { apollo } = graphql;
  const proof = options.proof ?? 'header';
  served.attach(createGraphqlRoute({ apollo, operationGates, path: '/graphql', proof, production }));
  served.attach(...(options.routes ?? []));
  const ask: StartedGateway['ask'] = (body, headers) => askGateway(served.url, body, headers);
  return { ...served, bound, graphql, operationGates, executed, log: lines, ask };
}

export function createExecutor(
  { schema }: Pick<BoundSchema, 'schema'>,
  rootValue: Readonly<Record<string, unknown>>,
  executed: ExecuteArgs[] = [],
): Executor {
  return {
    async execute(args): Promise<ExecutionResult> {
      executed.push(args);
      const { document, operationName, variables, contextValue } = args;
      return execute({ schema, document, operationName, variableValues: variables, contextValue, rootValue });
    },
  };
}

async function askGateway(
  url: string,
  body: unknown,
  headers?: Readonly<Record<string, string>>,
): Promise<Answer> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf': '1', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return readAnswer(answer);
}

export async function readAnswer(answer: Response): Promise<Answer> {
  const text = await answer.text();
  const { data, errors = [] }: { data?: unknown; errors?: readonly AnsweredError[] } = JSON.parse(text);
  return { status: answer.status, headers: answer.headers, text, data, errors };
}
