import { getResponse } from 'msw';
import { type Operation, responseFor } from '#contract';
import { isFileAnswer } from '../bytes/file-answer.ts';
import type { ReceivedBytes } from '../bytes/receive-bytes.ts';
import { contractHeaders } from '../contract-headers.ts';
import { readPointer } from '../read-pointer.ts';
import { bindHandlers } from './bind-handlers.ts';
import { ContractBreach } from './contract-breach.ts';
import { type BehaviourParts, createHandlerParts } from './create-handler-parts.ts';
import type { Listener } from './events.ts';
import { type Received, readReceived } from './received.ts';
import type { AnyTypes, BytesAnswer, ServiceHandlers } from './service-handlers.ts';

/** How a service behaves where its contract alone does not say. */
export interface Behaviour {
  /** Undefined where no handler answers, so that the contract does. */
  respond(
    operation: Operation,
    pathValues: Readonly<Record<string, string>>,
    request: Request,
  ): Promise<Response | undefined>;
  /** Whether a handler takes or gives the bytes of this operation. */
  hasBytes(operation: Operation): boolean;
  /** Undefined where none does. The request has no body. */
  openBytes(
    operation: Operation,
    pathValues: Readonly<Record<string, string>>,
    request: Request,
  ): BytesTurn | undefined;
}

/** One request whose body, or whose answer's, is bytes. */
export interface BytesTurn {
  admit(): Promise<Response | { readonly maxBytes: number } | undefined>;
  tooLarge(maxBytes: number): Response | undefined;
  answer(received: ReceivedBytes): Promise<BytesAnswer>;
}

interface RequestContent {
  readonly pathValues: Readonly<Record<string, string>>;
  readonly text: string;
}

/** The paths of handlers are those of the contract; where the service stands in front of them is none of their business. */
const ORIGIN = 'http://localhost';
const TICK_MS = 1_000;

/** Starts the handlers of a service, with nothing in their past. Throws HandlerError, and then has changed nothing. */
export function createBehaviour(handlers: ServiceHandlers<AnyTypes>, parts: BehaviourParts): Behaviour {
  const known = new WeakMap<Request, Received>();
  const listeners: Listener[] = [];
  const handlerParts = createHandlerParts(parts, {
    receivedOf(request) {
      const received = known.get(request);
      if (received === undefined) throw new Error('a handler asks for a request that it was not given');
      return received;
    },
    addListener: (listener) => void listeners.push(listener),
  });
  const bound = bindHandlers(parts.contract, handlers(handlerParts));
  parts.world.events.listen(parts.contract.service, listeners);

  /** The request as handlers see it, and remembers what it asks for. */
  function open(operation: Operation, request: Request, content: RequestContent): Request {
    const bare = withoutPrefix(operation, request, content);
    known.set(bare, readReceived(operation, request, content));
    if (operation.method !== 'GET') parts.world.agenda.tick(TICK_MS);
    return bare;
  }

  return {
    async respond(operation, pathValues, request) {
      const own = bound.http.get(operation);
      if (own === undefined) return undefined;
      const text = await request.clone().text();
      const bare = open(operation, request, { pathValues, text });
      const answer = await getResponse([...own], bare, { baseUrl: ORIGIN, quiet: true });
      return answer === undefined ? undefined : withRequiredHeaders(operation, answer);
    },
    hasBytes: (operation) => bound.bytes.has(operation),
    openBytes(operation, pathValues, request) {
      const own = bound.bytes.get(operation);
      if (own === undefined) return undefined;
      const bare = open(operation, request, { pathValues, text: '' });
      return {
        admit: () => orRefusal(async () => own.admit?.(bare)),
        tooLarge: (maxBytes) => own.tooLarge?.(bare, maxBytes),
        answer: async (received) =>
          withOwnHeaders(operation, await orRefusal(async () => await own.answer(bare, received))),
      };
    },
  };
}

/** Refusals may be thrown. */
async function orRefusal<Answer>(run: () => Promise<Answer>): Promise<Answer | Response> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Response) return error;
    throw error;
  }
}

function withOwnHeaders(operation: Operation, answer: BytesAnswer): BytesAnswer {
  if (answer === undefined) return undefined;
  if (!isFileAnswer(answer)) return withRequiredHeaders(operation, answer);
  const { status = 200, headers = {} } = answer;
  const complete = withRequiredHeaders(operation, new Response(null, { status, headers }));
  return { ...answer, headers: Object.fromEntries(complete.headers) };
}

function withoutPrefix(
  { path, method }: Operation,
  { url, headers, signal }: Request,
  { pathValues, text }: RequestContent,
): Request {
  const filled = path.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => pathValues[name] ?? '');
  const isBodiless = text === '' || method === 'GET' || method === 'HEAD';
  const target = `${ORIGIN}${filled}${new URL(url).search}`;
  return new Request(target, { method, headers, signal, body: isBodiless ? null : text });
}

/** What the contract promises in every answer and gives a value for, where the handler left it out. */
function withRequiredHeaders(operation: Operation, answer: Response): Response {
  const declared = responseFor(operation, answer.status);
  if (declared === undefined) return answer;
  const given = contractHeaders(operation.contract, declared);
  for (const name of declared.headers.keys()) {
    if (answer.headers.has(name) || !isRequired(operation, `${declared.pointer}/headers/${name}`)) continue;
    const value = SAYS_WHICH.has(name.toLowerCase()) ? undefined : given[name.toLowerCase()];
    if (value === undefined) {
      const violation = { pointer: '', rule: 'header', message: `must have the header ${name}` };
      throw new ContractBreach(`${operation.coordinate} ${answer.status}`, violation);
    }
    answer.headers.set(name, value);
  }
  return answer;
}

/** Headers that are about this answer alone: the contract's example would lead somewhere else. */
const SAYS_WHICH = new Set(['location', 'content-location', 'link', 'etag']);

function isRequired({ contract }: Operation, pointer: string): boolean {
  const header = readPointer(contract.document, pointer);
  return typeof header === 'object' && header !== null && 'required' in header && header.required === true;
}
