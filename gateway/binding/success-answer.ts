import type { MediaType, Operation, ResponseContract, SchemaNode } from '../contract/index.ts';
import { responseFor } from '../contract/index.ts';
import { schemaIdentity } from './describe-schema.ts';

/** What an operation answers when it succeeds, or with a status that is a result of its own; or what a webhook carries. */
export interface SuccessAnswer {
  /** An event was sent to us: it has neither a status nor headers of an answer. */
  readonly isEvent?: true;
  /** A resolver gave it: what is in it has the names of the client's own fields. */
  readonly byResolver?: true;
  /** Undefined where no success carries JSON that the contract describes. */
  readonly schema: SchemaNode | undefined;
  /** True where every success is without a body. */
  readonly bodiless: boolean;
  readonly headers: ReadonlyMap<string, SchemaNode | undefined>;
  readonly place: ResponseContract | undefined;
}

export interface DifferingAnswers {
  /** `200 application/json`, each with the schema that stands there. */
  readonly differing: readonly { readonly name: string; readonly schema: SchemaNode }[];
}

/**
 * All declared 2xx answers together; `default` where no 2xx is declared, as for a status nobody names.
 * @param others statuses that are results of their own
 */
export function successAnswerOf(
  operation: Operation,
  others: ReadonlySet<number> = new Set(),
): SuccessAnswer | DifferingAnswers {
  return answerOf(successResponses(operation).filter(({ status }) => !others.has(Number(status))));
}

/** What the operation answers with one status, which it declares. */
export function answerTo(operation: Operation, status: number): SuccessAnswer | DifferingAnswers {
  const response = responseFor(operation, status);
  return answerOf(response === undefined ? [] : [response]);
}

function answerOf(responses: readonly ResponseContract[]): SuccessAnswer | DifferingAnswers {
  const schemas = responses.flatMap(jsonSchemas);
  const [first] = schemas;
  if (first !== undefined && schemas.some(({ schema }) => !isSame(schema, first.schema)))
    return { differing: schemas };
  return {
    schema: first?.schema,
    bodiless: responses.every((response) => response.content.size === 0),
    headers: new Map(responses.flatMap((response) => [...response.headers])),
    place: responses[0],
  };
}

export function isDiffering(answer: SuccessAnswer | DifferingAnswers): answer is DifferingAnswers {
  return 'differing' in answer;
}

export function isJsonMediaType(mediaType: string): boolean {
  return /^(?:application\/json|[^/;]+\/[^/;]+\+json)\s*(?:;|$)/i.test(mediaType);
}

/** The JSON body that an operation takes. */
export function jsonBodyOf(operation: Operation): MediaType | undefined {
  const content = operation.requestBody?.content ?? new Map<string, MediaType>();
  return [...content].find(([mediaType]) => isJsonMediaType(mediaType))?.[1];
}

/** The declared 2xx answers; `default` where there is none. */
export function successResponses({ responses }: Operation): readonly ResponseContract[] {
  const successes = [...responses.values()].filter(({ status }) => /^2(?:\d\d|XX)$/i.test(status));
  const fallback = responses.get('default');
  return successes.length === 0 && fallback !== undefined ? [fallback] : successes;
}

function jsonSchemas(
  response: ResponseContract,
): readonly { readonly name: string; readonly schema: SchemaNode }[] {
  return [...response.content].flatMap(([mediaType, { schema }]) =>
    schema !== undefined && isJsonMediaType(mediaType)
      ? [{ name: `${response.status} ${mediaType}`, schema }]
      : [],
  );
}

function isSame(one: SchemaNode, other: SchemaNode): boolean {
  return (
    schemaIdentity(one) === schemaIdentity(other) || JSON.stringify(one.json) === JSON.stringify(other.json)
  );
}
