import type { HttpHandler } from 'msw';
import type { FileAnswer } from '../bytes/file-answer.ts';
import type { StoredFile } from '../bytes/file-store.ts';
import type { ReceivedBytes } from '../bytes/receive-bytes.ts';
import type { Random } from '../random.ts';
import type { Collection } from './collection.ts';
import type { Refusal } from './present-refusal.ts';
import type { Answered } from './world.ts';

/**
 * How one service behaves: `mocks/handlers/<service>.ts` exports one under the name of its service. It is called again
 * at every reset, so that whatever it keeps begins anew. An operation without a handler is answered from the contract.
 */
export type ServiceHandlers<Types extends ServiceTypes> = (
  parts: HandlerParts<Types>,
) => readonly ServiceHandler[];

export type ServiceHandler = HttpHandler | BytesHandler;

/**
 * Answers an operation whose bodies are bytes: pictures, archives, forms with files. They go from the socket to a file and
 * from a file to the socket, and pass no MSW handler.
 */
export interface BytesHandler {
  /** Its operationId. */
  readonly bytes: string;
  /** Before any byte is read: an answer refuses the request. Whatever the contract allows is taken where this is left out. */
  readonly admit?: (request: Request) => Response | { readonly maxBytes: number } | undefined;
  /** The answer to more bytes than are taken; the contract's own 413 where this is left out. */
  readonly tooLarge?: (request: Request, maxBytes: number) => Response;
  /** Undefined leaves it to the contract. Files that are not kept are the handler's to remove, or the next reset's. */
  readonly answer: (request: Request, received: ReceivedBytes) => BytesAnswer | Promise<BytesAnswer>;
}

export type BytesAnswer = Response | FileAnswer | undefined;

/** What a handler file knows of contracts, in types. That values have them is checked against the contracts. */
export interface ServiceTypes {
  /** By operationId: what it takes. */
  readonly operations: object;
  /** By their name under `components.schemas`: what is kept. */
  readonly rows: object;
  /** By operationId: the webhooks of the own contract. */
  readonly announces?: object;
  /** By coordinate: the webhooks of others, `orders.orderChanged`. */
  readonly hears?: object;
  /** By coordinate: the operations of others, `inventory.createReservation`. */
  readonly asks?: object;
}

/** What handlers are made of. */
export interface HandlerParts<Types extends ServiceTypes> {
  readonly collection: <Name extends keyof Types['rows'] & string>(
    schema: Name,
    options: RowOptions<RowOf<Types, Name>>,
  ) => Collection<RowOf<Types, Name>>;
  /** What was asked for: parameters by their names, and `body`. Throws when it was another operation that was asked for. */
  readonly received: <Id extends keyof Types['operations'] & string>(
    request: Request,
    operation: Id,
  ) => Asked & InputOf<Types['operations'], Id>;
  /** The contract's own problem for this status, in the handler's words. */
  readonly refuse: (request: Request, status: number, refusal: Refusal) => Response;
  /** Announces a webhook of the contract. Throws ContractBreach when the body breaks it. */
  readonly announce: <Event extends keyof Announces<Types> & string>(
    event: Event,
    body: Announces<Types>[Event],
  ) => void;
  /** Hears what another service announces. */
  readonly listen: <Event extends keyof Hears<Types> & string>(
    event: Event,
    hear: (body: Hears<Types>[Event]) => void,
  ) => void;
  /** Calls an operation of another service, as a system. Undefined when that service is not mocked here. */
  readonly ask: <Coordinate extends keyof Asks<Types> & string>(
    coordinate: Coordinate,
    input: InputOf<Asks<Types>, Coordinate>,
  ) => Promise<Answered<AnswerOf<Asks<Types>, Coordinate>> | undefined>;
  /** Plans what happens later, in the world's time; what it returns takes the plan back. The label says what will have happened. */
  readonly later: (delaySeconds: number, label: string, run: () => void) => () => void;
  /** The world's time, ISO 8601. A second passes with every request that is not a GET. */
  readonly now: () => string;
  /** Ids and other chances: the same ones for the same seed and the same requests. */
  readonly random: Random;
  /** Where the service listens, without a slash at the end. */
  readonly url: () => string;
  /** Removes a file that was received and is not needed any more. */
  readonly discard: (file: StoredFile) => void;
}

export interface Asked {
  /** The subject of the caller's token; empty where there was none. */
  readonly subject: string;
}

/** What tells rows apart, and which there are at the start besides the contract's examples. */
export interface RowOptions<Row> {
  readonly key: (row: Row) => string;
  /** So many rows are generated and put behind the examples. 0 when left out. */
  readonly generated?: number;
  /** Makes a generated row fit its neighbours; the result is checked. */
  readonly complete?: (row: Row, place: GeneratedPlace<Row>) => Row;
}

export interface GeneratedPlace<Row> {
  /** From 0. */
  readonly index: number;
  readonly random: Random;
  readonly examples: readonly Row[];
}

/** What is known of the types of whatever file was loaded. */
export interface AnyTypes extends ServiceTypes {
  readonly operations: Readonly<Record<string, { readonly input: object }>>;
  readonly rows: Readonly<Record<string, object>>;
  readonly announces: Readonly<Record<string, unknown>>;
  readonly hears: Readonly<Record<string, unknown>>;
  readonly asks: Readonly<Record<string, { readonly input: object; readonly answer: unknown }>>;
}

type RowOf<Types extends ServiceTypes, Name extends keyof Types['rows']> = Types['rows'][Name] & object;
type InputOf<Operations, Id extends keyof Operations> = Operations[Id] extends { readonly input: infer Input }
  ? Input
  : never;
type AnswerOf<Operations, Id extends keyof Operations> = Operations[Id] extends {
  readonly answer: infer Answer;
}
  ? Answer
  : never;
type Announces<Types extends ServiceTypes> = NonNullable<Types['announces']>;
type Hears<Types extends ServiceTypes> = NonNullable<Types['hears']>;
type Asks<Types extends ServiceTypes> = NonNullable<Types['asks']>;
