import { setImmediate } from 'node:timers';
import { type ExecutionResult, Kind, type OperationDefinitionNode, parse } from 'graphql';
import type { BoundSchema } from '../../../gateway/binding/model.ts';
import type { ContractValidators, Json } from '../../../gateway/contract/index.ts';
import { createReferenceExecutor } from '../../../gateway/execution/reference-executor.ts';
import type { Resolvers } from '../../../gateway/execution/resolvers.ts';
import { isJsonObject } from '../../../gateway/execution/row.ts';
import type { RequestScope } from '../../../gateway/request-scope.ts';
import type { Upstream, UpstreamAnswer, UpstreamRequest } from '../../../gateway/upstream/upstream.ts';
import { createScope } from '../upstream/create-scope.ts';

export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json;
}

/** One received call, as a service sees it. */
export interface FakeCall {
  readonly operation: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json | undefined;
}

type Answers = Readonly<Record<string, (call: FakeCall) => FakeAnswer | Promise<FakeAnswer>>>;

export interface FakeUpstream extends Upstream {
  readonly calls: readonly FakeCall[];
  /** `catalog.getProduct /products/1` for each call, in order. */
  readonly log: readonly string[];
}

/** Services in memory. An answer that throws is a call that fails. */
export function fakeUpstream(answers: Answers): FakeUpstream {
  const calls: FakeCall[] = [];
  const log: string[] = [];
  return {
    calls,
    log,
    async send(request: UpstreamRequest): Promise<UpstreamAnswer> {
      const url = new URL(request.path, 'http://service');
      const body: Json | undefined = request.body === undefined ? undefined : JSON.parse(request.body);
      const call: FakeCall = { operation: request.operation, url, headers: request.headers, body };
      calls.push(call);
      log.push(`${request.operation} ${decodeURIComponent(request.path)}`);
      const answer = await answers[request.operation]?.(call);
      if (answer === undefined) throw new Error(`nobody answers ${request.operation}`);
      const mediaType = answer.body === undefined ? undefined : 'application/json';
      return { status: 200, headers: {}, mediaType, body: undefined, ...answer };
    },
    stop: async () => {},
  };
}

export interface RunChoices {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly scope?: RequestScope;
  readonly config?: Readonly<Record<string, Json>>;
  readonly idempotencyKey?: string;
  readonly resolvers?: Resolvers;
  readonly validators?: ReadonlyMap<string, ContractValidators>;
}

/** Answers one document, presented as a client would see it but for the masking of errors. */
export async function runOperation(
  bound: BoundSchema,
  upstream: Upstream,
  text: string,
  choices: RunChoices = {},
): Promise<PresentedResult> {
  return present(await executeOperation(bound, upstream, text, choices));
}

/** Answers one document as graphql-js does. */
export async function executeOperation(
  bound: BoundSchema,
  upstream: Upstream,
  text: string,
  choices: RunChoices = {},
): Promise<ExecutionResult> {
  const { variables = {}, scope = createScope(), config = {}, idempotencyKey } = choices;
  const { resolvers = {}, validators = new Map() } = choices;
  const executor = createReferenceExecutor({ bound, upstream, validators, config, resolvers });
  const document = parse(text);
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  if (operation === undefined) throw new Error('no operation');
  const operationName = operation.name?.value;
  return executor.execute({
    document,
    operation,
    operationName,
    variables,
    scope,
    contextValue: {},
    idempotencyKey,
  });
}

export interface PresentedResult {
  readonly data: Json;
  readonly errors: readonly {
    readonly path: string;
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

export function present({ data, errors = [] }: ExecutionResult): PresentedResult {
  return {
    // Objects of graphql-js have no prototype.
    data: JSON.parse(JSON.stringify(data ?? null)),
    errors: errors.map(({ path, extensions, message }) => ({
      path: path?.join('.') ?? message,
      extensions: extensions['code'] === undefined ? { ...extensions, message } : extensions,
    })),
  };
}

/** What stands at a path of names in an answer. */
export function valueAt(data: Json, ...names: readonly string[]): Json | undefined {
  return names.reduce<Json | undefined>((json, name) => (isJsonObject(json) ? json[name] : undefined), data);
}

/** Until everything that can happen without further answers has happened. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}
