import type { IncomingMessage, ServerResponse } from 'node:http';
import { Kind, type OperationDefinitionNode, parse } from 'graphql';
import { bindSchema } from '../../../gateway/binding/index.ts';
import { systemClock } from '../../../gateway/clock.ts';
import { createValidators, type Json, parseContract } from '../../../gateway/contract/index.ts';
import { createReferenceExecutor } from '../../../gateway/execution/reference-executor.ts';
import type { RequestScope } from '../../../gateway/request-scope.ts';
import { propagatedTokens } from '../../../gateway/session/own-identity.ts';
import { createUpstream } from '../../../gateway/upstream/create-upstream.ts';
import { resolveServiceSettings } from '../../../gateway/upstream/resolve-service-settings.ts';
import { started } from '../../support/leftovers.ts';
import { createScope } from '../../unit/upstream/create-scope.ts';
import { type StartedService, startService } from '../upstream/start-service.ts';

export type ServiceAnswer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

export interface BoundServicesChoices {
  /** By service, the `paths` of its contract. */
  readonly contracts: Readonly<Record<string, Json>>;
  readonly sdl: string;
  /** By service. The others answer 501. */
  readonly answers: Readonly<Record<string, ServiceAnswer>>;
}

export interface BoundServices {
  readonly services: Readonly<Record<string, StartedService>>;
  /** `catalog GET /products`, with the body of a POST behind it. */
  readonly log: readonly string[];
  ask(text: string, choices?: AskChoices): Promise<Answered>;
}

export interface AskChoices {
  readonly scope?: RequestScope;
  readonly variables?: Readonly<Record<string, unknown>>;
}

export interface Answered {
  readonly data: Json;
  /** `products.0.seller UPSTREAM_FAILED` */
  readonly codes: readonly string[];
}

/** Services behind real HTTP, and everything in front of them down to the executor. Gone after the test. */
export async function startBoundServices({
  contracts: paths,
  sdl,
  answers,
}: BoundServicesChoices): Promise<BoundServices> {
  const log: string[] = [];
  const services = Object.fromEntries(
    await Promise.all(
      Object.keys(paths).map(
        async (name) => [name, await startService(logged(name, answers[name], log))] as const,
      ),
    ),
  );
  const contracts = Object.entries(paths).map(([service, json]) => contractOf(service, json));
  const settings = Object.entries(services).map(
    ([name, { url }]) => [name, resolveServiceSettings(name, { url })] as const,
  );
  const upstream = started(
    createUpstream({
      services: new Map(settings),
      tokens: propagatedTokens,
      clock: systemClock,
      metrics: { upstreamCallEnded: () => {} },
      sampleChecks: () => true,
    }),
  );
  const executor = createReferenceExecutor({
    bound: bindSchema({ client: 'test', sdl: { file: 'test.graphql', text: sdl }, contracts }),
    upstream,
    validators: new Map(contracts.map((contract) => [contract.service, createValidators(contract)])),
  });
  return {
    services,
    log,
    async ask(text, { scope = createScope(), variables = {} } = {}) {
      const document = parse(text);
      const operation = document.definitions.find(
        (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
      );
      if (operation === undefined) throw new Error('no operation');
      const { data, errors = [] } = await executor.execute({
        document,
        operation,
        operationName: undefined,
        variables,
        scope,
        contextValue: {},
      });
      const codes = errors.map(({ path, extensions }) => `${path?.join('.')} ${String(extensions['code'])}`);
      return { data: JSON.parse(JSON.stringify(data ?? null)), codes };
    },
  };
}

function contractOf(service: string, paths: Json) {
  const document = {
    openapi: '3.1.0',
    info: { title: service, version: '1' },
    servers: [{ url: '/' }],
    paths,
  };
  return parseContract({ service, file: `${service}.openapi.yaml`, text: JSON.stringify(document) });
}

function logged(name: string, answer: ServiceAnswer | undefined, log: string[]) {
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = Buffer.concat(await request.toArray()).toString();
    log.push(
      `${name} ${request.method} ${decodeURIComponent(request.url ?? '')}${body === '' ? '' : ` ${body}`}`,
    );
    if (answer === undefined) response.writeHead(501).end();
    else answer(request, response, body);
  };
  return (request: IncomingMessage, response: ServerResponse) => void receive(request, response);
}

export function sendJson(
  response: ServerResponse,
  json: Json,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(json));
}
