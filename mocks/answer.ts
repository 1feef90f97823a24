import {
  type Contract,
  type ContractValidators,
  type Json,
  type MediaType,
  type Operation,
  responseFor,
  type SchemaNode,
} from '#contract';
import { chooseMediaType, isJsonType } from './choose-media-type.ts';
import { contractHeaders } from './contract-headers.ts';
import { cutLists } from './cut-lists.ts';
import { generateValue } from './generate-value.ts';
import { createRecall } from './recall.ts';
import { BODILESS, successStatus } from './success-status.ts';

/** An answer that the contract allows, ready to be sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
}

/** The contract allows nothing that could be found, and why. */
export class CannotAnswer extends Error {
  readonly operation: Operation;

  constructor(operation: Operation, reason: string) {
    super(`${operation.coordinate}: ${reason}`);
    this.name = 'CannotAnswer';
    this.operation = operation;
  }
}

export interface AnswerRequest {
  /** The lowest 2xx that the contract declares when left out. */
  readonly status?: number;
  /** Path and query: equal parameters get equal generated values. */
  readonly parameters: string;
  readonly query: URLSearchParams;
  readonly accept: string | null;
}

export interface Answers {
  /** The contract's own example, else generated data. Throws {@link CannotAnswer}. */
  answer(operation: Operation, request: AnswerRequest): Answer;
}

export interface AnswersOptions {
  readonly validators: ContractValidators;
  readonly seed: number;
}

/** Generating takes milliseconds, and is asked for with the same parameters again and again. */
const MAX_RECALLED = 500;

/** Answers of one contract. */
export function createAnswers(contract: Contract, { validators, seed }: AnswersOptions): Answers {
  const firstExamples = new Map<string, Json | undefined>();
  const generated = createRecall<Json>(MAX_RECALLED);

  function exampleOf(
    operation: Operation,
    status: number,
    name: string,
    mediaType: MediaType,
  ): Json | undefined {
    const key = `${operation.pointer} ${status} ${name}`;
    if (!firstExamples.has(key)) {
      const [first] = mediaType.examples;
      const fits = first !== undefined && validators.response(operation, status, name, first) === undefined;
      firstExamples.set(key, fits ? first : undefined);
    }
    return firstExamples.get(key);
  }

  function generate(
    operation: Operation,
    status: number,
    name: string,
    schema: SchemaNode,
    parameters: string,
  ): Json {
    const key = `${seed} ${operation.coordinate} ${status} ${name} ${parameters}`;
    const known = generated.get(key);
    if (known !== undefined) return known;
    const made = generateValue(schema, {
      seed: key,
      direction: 'response',
      check: (value) => validators.response(operation, status, name, value),
    });
    if ('reason' in made) {
      throw new CannotAnswer(operation, `no ${status} answer that fits ${name} was found: ${made.reason}`);
    }
    generated.remember(key, made.value);
    return made.value;
  }

  return {
    answer(operation, { status = successStatus(operation), parameters, query, accept }) {
      if (status === undefined) throw new CannotAnswer(operation, 'the contract declares no success');
      const declared = responseFor(operation, status);
      if (declared === undefined) throw new CannotAnswer(operation, `the contract declares no ${status}`);
      const headers = contractHeaders(contract, declared);
      const chosen = BODILESS.has(status) ? undefined : chooseMediaType(declared.content, accept);
      if (chosen === undefined) return { status, headers, body: undefined };
      const [name, mediaType] = chosen;
      const { schema } = mediaType;
      const whole =
        exampleOf(operation, status, name, mediaType) ??
        (schema === undefined ? anyValue(name) : generate(operation, status, name, schema, parameters));
      const cut = whole === undefined ? undefined : cutLists(operation, query, whole);
      const fits = validators.response(operation, status, name, cut) === undefined;
      const body = serialize(operation, name, fits ? cut : whole);
      return { status, headers: { ...headers, 'content-type': name }, body };
    },
  };
}

function anyValue(name: string): Json | undefined {
  return isJsonType(name) ? {} : undefined;
}

function serialize(operation: Operation, name: string, value: Json | undefined): Answer['body'] {
  if (value === undefined) return SAMPLE_FILES[name] ?? new TextEncoder().encode('sample');
  if (isJsonType(name)) return JSON.stringify(value);
  if (typeof value === 'object')
    throw new CannotAnswer(operation, `only a text example can be sent as ${name}`);
  return String(value);
}

/** Smallest files of their kind, so that a page shows something where a contract promises an image. */
const SAMPLE_FILES: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {
  'image/png': Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
  'image/gif': Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'),
};
