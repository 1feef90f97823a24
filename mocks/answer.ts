import {
  type Contract,
  type ContractValidators,
  type Json,
  type MediaType,
  type Operation,
  responseFor,
  type SchemaNode,
} from '#contract';
import { chooseMediaType, essenceOf, isJsonType } from './choose-media-type.ts';
import { contractHeaders } from './contract-headers.ts';
import { cutLists } from './cut-lists.ts';
import { generateValue } from './generate-value.ts';
import { createRecall } from './recall.ts';
import { sampleFile } from './sample-file.ts';
import { BODILESS, successStatuses } from './success-status.ts';
import { type WrittenBody, writeBody } from './write-body.ts';

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
  /** The lowest 2xx that the contract declares and that can be made when left out. */
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

  /** What fits the schema whatever the request says; text of a media type that shows more is preferred where it fits. */
  function bodyOf(
    operation: Operation,
    status: number,
    [name, mediaType]: Chosen,
    asked: AnswerRequest,
  ): WrittenBody {
    const { schema } = mediaType;
    const example = exampleOf(operation, status, name, mediaType);
    const isFit = (value: unknown): boolean =>
      validators.response(operation, status, name, value) === undefined;
    if (example === undefined && !isJsonType(name)) {
      const sample = writeBody(name, undefined, schema);
      const isFile = typeof sample.body !== 'string' || sampleFile(essenceOf(name) ?? '') !== undefined;
      if ((schema === undefined || isFile) && isFit(textOf(sample.body))) return sample;
    }
    const whole =
      example ?? (schema === undefined ? {} : generate(operation, status, name, schema, asked.parameters));
    const cut = cutLists(operation, asked.query, whole);
    const written = writeBody(name, isFit(cut) ? cut : whole, schema);
    if (isJsonType(name) || isFit(textOf(written.body))) return written;
    throw new CannotAnswer(operation, `no text of ${name} that fits its schema was found`);
  }

  function answerWith(operation: Operation, status: number, asked: AnswerRequest): Answer {
    const declared = responseFor(operation, status);
    if (declared === undefined) throw new CannotAnswer(operation, `the contract declares no ${status}`);
    const headers = contractHeaders(contract, declared);
    const chosen = BODILESS.has(status) ? undefined : chooseMediaType(declared.content, asked.accept);
    if (chosen === undefined) return { status, headers, body: undefined };
    const { mediaType, body } = bodyOf(operation, status, chosen, asked);
    return { status, headers: { ...headers, 'content-type': mediaType }, body };
  }

  return {
    answer(operation, asked) {
      const statuses = asked.status === undefined ? successStatuses(operation) : [asked.status];
      const failures: CannotAnswer[] = [];
      for (const status of statuses) {
        try {
          return answerWith(operation, status, asked);
        } catch (error) {
          if (!(error instanceof CannotAnswer)) throw error;
          failures.push(error);
        }
      }
      throw failures[0] ?? new CannotAnswer(operation, 'the contract declares no answer');
    },
  };
}

type Chosen = NonNullable<ReturnType<typeof chooseMediaType>>;

function textOf(body: string | Uint8Array): string {
  return typeof body === 'string' ? body : new TextDecoder().decode(body);
}
