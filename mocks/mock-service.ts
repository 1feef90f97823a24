import { STATUS_CODES } from 'node:http';
import { getResponse, type HttpHandler, http } from 'msw';
import type { Logger } from 'pino';
import {
  type Contract,
  type ContractValidators,
  createValidators,
  type Operation,
  responseFor,
} from '#contract';
import { type Answer, type AnswerRequest, CannotAnswer, createAnswers } from './answer.ts';
import { ContractBreach } from './behaviour/contract-breach.ts';
import type { Behaviour } from './behaviour/create-behaviour.ts';
import type { BehaviourParts } from './behaviour/create-handler-parts.ts';
import { conflictStatus, readIdempotencyKey } from './behaviour/idempotency-key.ts';
import { createReplays } from './behaviour/replays.ts';
import { takesBytes } from './bytes/bytes-body.ts';
import { type BytesExchange, createBytesExchange } from './bytes/bytes-exchange.ts';
import { checkRequest, suitsPath } from './check-request.ts';
import { type AcceptedTokens } from './check-security.ts';
import { essenceOf, isJsonType } from './choose-media-type.ts';
import { findOperationProblems, type OperationProblem } from './find-operation-problems.ts';
import { createOperationPaths, type OperationPaths, type PathMatch } from './operation-paths.ts';
import { PROBLEM_MEDIA_TYPE, type Problem, presentProblem, problemJson } from './present-problem.ts';
import { BODILESS } from './success-status.ts';

/** One contract as a service: what it answers, without a socket. */
export interface MockService {
  readonly contract: Contract;
  /** In front of every path: `/v1`, or nothing. */
  readonly prefix: string;
  readonly validators: ContractValidators;
  /** What is wrong with the answers of each operation; one step an operation, because it takes a while. */
  problems(): Iterable<readonly OperationProblem[]>;
  readonly find: OperationPaths['find'];
  /** Checks the request, answers it, and checks the answer. */
  respond(match: PathMatch, request: Request): Promise<Response>;
  /** Begins a request whose body, or whose answer's, is bytes; undefined for every other one. The request has no body. */
  openBytes(match: PathMatch, request: Request): BytesExchange | undefined;
  /** What the contract says with this status, or a problem where it says nothing. */
  respondWith(match: PathMatch, request: Request, status: number): Response;
  /** Begins, or begins again: whatever was created or changed is forgotten. Called before the first request. */
  restart(): void;
}

export interface MockServiceOptions {
  readonly seed: number;
  readonly log: Logger;
  /** Which bearer tokens are taken; `test` when left out. */
  readonly tokens?: AcceptedTokens;
  /** Starts what stands in for the contract's own answers; called at every restart. */
  readonly behave?: (parts: BehaviourSeeds) => Behaviour;
}

/** What stays the same at every restart. */
export type BehaviourSeeds = Pick<BehaviourParts, 'contract' | 'validators' | 'seeds'>;

/** Makes MSW handlers of a contract and puts its checks around them. */
export function createMockService(
  contract: Contract,
  { seed, log, behave, tokens = 'test' }: MockServiceOptions,
): MockService {
  const validators = createValidators(contract);
  const answers = createAnswers(contract, { validators, seed });
  const paths = createOperationPaths(contract, {
    suits: (operation, pathValues) => suitsPath(operation, pathValues, validators),
  });
  const seeds: BehaviourSeeds['seeds'] = new Map();
  const replays = createReplays();
  let behaviour: Behaviour | undefined;
  const handlers = new Map(contract.operations.map((operation) => [operation, createHandler(operation)]));

  function createHandler(operation: Operation): HttpHandler | undefined {
    const verb = VERBS[operation.method];
    // Found by its path before: the handler is asked for its own operation alone.
    return verb?.(
      () => true,
      ({ request }) => present(answers.answer(operation, questionOf(request))),
    );
  }

  async function respond(match: PathMatch, request: Request): Promise<Response> {
    if (match.kind !== 'operation') return presentProblem(notFound(match, request));
    const { operation, pathValues } = match;
    const problem = await checkRequest({ operation, pathValues, request }, validators, tokens);
    if (problem !== undefined) return refuse(operation, request, problem);
    const text = await request.clone().text();
    return await once(operation, request, { text, answer: () => answerFrom(match, request) });
  }

  /** The first answer again, where the request says that it is the same one. */
  async function once(
    operation: Operation,
    request: Request,
    { text, answer }: { readonly text: string; readonly answer: () => Promise<Response> },
  ): Promise<Response> {
    const asked = readIdempotencyKey(operation, request, text);
    if (asked === undefined) return await answer();
    const repeated = await replays.once(asked, answer);
    const detail = 'The Idempotency-Key was used for another request.';
    return repeated ?? refuse(operation, request, { status: conflictStatus(operation), detail });
  }

  async function answerFrom(
    { operation, pathValues }: PathMatch & { kind: 'operation' },
    request: Request,
  ): Promise<Response> {
    const answered = await behaviour?.respond(operation, pathValues, request);
    return answered === undefined ? answerByContract(operation, request) : checkAnswer(operation, answered);
  }

  async function answerByContract(operation: Operation, request: Request): Promise<Response> {
    const handler = handlers.get(operation);
    const answered =
      handler === undefined ? undefined : await getResponse([handler], request, { quiet: true });
    return answered === undefined ? presentProblem(notMocked(request)) : checkAnswer(operation, answered);
  }

  async function checkAnswer(operation: Operation, answered: Response): Promise<Response> {
    const mediaType = essenceOf(answered.headers.get('content-type'));
    if (answered.type === 'error' || mediaType === 'text/event-stream') return answered;
    const bytes = await answered.arrayBuffer();
    const text = new TextDecoder().decode(bytes);
    const body = mediaType !== undefined && isJsonType(mediaType) ? parseJson(text) : text;
    const { status, headers } = answered;
    const sent = bytes.byteLength === 0 ? undefined : body;
    const violation = validators.response(operation, status, mediaType, sent);
    if (violation !== undefined) throw new ContractBreach(`${operation.coordinate} ${status}`, violation);
    return new Response(BODILESS.has(status) ? null : bytes, { status, headers });
  }

  /** In the mock's words where the contract leaves room for them, because they say what is wrong; else in the contract's. */
  function refuse(operation: Operation, request: Request, found: Problem): Response {
    const problem = { ...found, instance: instanceOf(request) };
    const { status } = problem;
    const violation = validators.response(operation, status, PROBLEM_MEDIA_TYPE, problemJson(problem));
    if (violation === undefined || responseFor(operation, status) === undefined)
      return presentProblem(problem);
    return contractAnswer(operation, request, status, problem.headers) ?? presentProblem(problem);
  }

  function contractAnswer(
    operation: Operation,
    request: Request,
    status: number,
    headers = {},
  ): Response | undefined {
    if (responseFor(operation, status) === undefined) return undefined;
    try {
      const answer = answers.answer(operation, { ...questionOf(request), status });
      return present({ ...answer, headers: { ...answer.headers, ...headers } });
    } catch (error) {
      if (error instanceof CannotAnswer) return undefined;
      throw error;
    }
  }

  /** What cannot be answered, or must not, is said instead. */
  async function guard<Answered>(
    request: Request,
    answer: () => Promise<Answered>,
  ): Promise<Answered | Response> {
    try {
      return await answer();
    } catch (error) {
      if (error instanceof ContractBreach) return presentBreach(error, request);
      if (!(error instanceof CannotAnswer)) throw error;
      log.warn({ operation: error.operation.coordinate, reason: error.message }, 'no answer can be made');
      return presentProblem({ status: 501, detail: error.message, instance: instanceOf(request) });
    }
  }

  /** Loud, because the mock itself is wrong. */
  function presentBreach({ message, violation }: ContractBreach, request: Request): Response {
    log.error({ violation }, message);
    const { pointer, message: detail, rule } = violation;
    const errors = [{ pointer: `#${pointer}`, detail, rule }];
    return presentProblem({ status: 500, detail: message, instance: instanceOf(request), errors });
  }

  return {
    contract,
    prefix: paths.prefix,
    validators,
    *problems() {
      for (const operation of contract.operations)
        yield findOperationProblems(operation, validators, answers);
    },
    find: paths.find,
    respond: (match, request) => guard(request, () => respond(match, request)),
    respondWith(match, request, status) {
      const answer =
        match.kind === 'operation' ? contractAnswer(match.operation, request, status) : undefined;
      if (answer !== undefined) return answer;
      if (BODILESS.has(status)) return new Response(null, { status });
      return presentProblem({
        status,
        detail: `A fault asks for ${STATUS_CODES[status] ?? status}.`,
        instance: instanceOf(request),
      });
    },
    openBytes(match, request) {
      if (match.kind !== 'operation') return undefined;
      const { operation, pathValues } = match;
      const isBytes =
        operation.requestBody === undefined
          ? behaviour?.hasBytes(operation) === true
          : takesBytes(operation, request.headers);
      if (!isBytes) return undefined;
      return createBytesExchange(
        { operation, pathValues, request },
        {
          validators,
          tokens,
          open: () => behaviour?.openBytes(operation, pathValues, request),
          refuse: (problem) => refuse(operation, request, problem),
          once: (text, answer) => once(operation, request, { text, answer }),
          answerByContract: () => answerByContract(operation, request),
          checkAnswer: (answered) => checkAnswer(operation, answered),
          guard: (answer) => guard(request, answer),
        },
      );
    },
    restart() {
      replays.clear();
      behaviour = behave?.({ contract, validators, seeds });
    },
  };
}

const VERBS: Partial<Record<Operation['method'], typeof http.get>> = {
  GET: http.get,
  PUT: http.put,
  POST: http.post,
  DELETE: http.delete,
  OPTIONS: http.options,
  HEAD: http.head,
  PATCH: http.patch,
};

function present({ status, headers, body }: Answer): Response {
  return new Response(body ?? null, { status, headers });
}

function notFound(match: Exclude<PathMatch, { kind: 'operation' }>, request: Request): Problem {
  const instance = instanceOf(request);
  if (match.kind === 'nothing')
    return { status: 404, detail: 'The contract has nothing at this path.', instance };
  const allow = match.methods.join(', ');
  return { status: 405, detail: `The contract has ${allow} at this path.`, instance, headers: { allow } };
}

function notMocked(request: Request): Problem {
  return { status: 501, detail: `${request.method} is not mocked.`, instance: instanceOf(request) };
}

function questionOf(request: Request): Pick<AnswerRequest, 'parameters' | 'query' | 'accept'> {
  const { pathname, searchParams } = new URL(request.url);
  const query = [...searchParams].map((pair) => pair.join('=')).toSorted();
  return {
    parameters: `${pathname}?${query.join('&')}`,
    query: searchParams,
    accept: request.headers.get('accept'),
  };
}

function instanceOf(request: Request): string {
  return new URL(request.url).pathname;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
