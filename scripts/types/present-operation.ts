import {
  inputNames,
  isIdempotencyKey,
  isJsonMediaType,
  type Operation,
  type ResponseContract,
  takesJson,
  writableMediaType,
} from '#contract';
import type { SchemaPrinter } from './schema-printer.ts';
import { type Member, NEVER, objectOf, type TypeText, UNDEFINED, unionOf } from './type-text.ts';

/** What calling an operation takes and gives; never, where that is no JSON. */
export interface OperationType {
  readonly input: TypeText;
  readonly answer: TypeText;
  /** Why it cannot be called. */
  readonly refusal: string | undefined;
}

export function presentOperation(operation: Operation, printer: SchemaPrinter): OperationType {
  const body = presentBody(operation, printer);
  const answers = successes(operation).map((response) => presentAnswer(response, operation, printer));
  const refusal = [body, ...answers].find((part) => typeof part === 'string');
  return {
    input: typeof body === 'string' ? NEVER : objectOf([...presentParameters(operation, printer), ...body]),
    answer: unionOf(answers.filter((answer) => typeof answer !== 'string')),
    refusal,
  };
}

function presentParameters(operation: Operation, printer: SchemaPrinter): readonly Member[] {
  return [...inputNames(operation)].map(([name, { parameter }]) => {
    const type = printer.print(parameter.schema, 'request');
    // The gateway fills it, so that a call which is repeated keeps it.
    const optional = !parameter.required || isIdempotencyKey(parameter);
    return { name, type: optional ? unionOf([type, UNDEFINED]) : type, optional };
  });
}

function presentBody({ requestBody }: Operation, printer: SchemaPrinter): readonly Member[] | string {
  if (requestBody === undefined) return [];
  const written = writableMediaType(requestBody);
  if (written === undefined) {
    const taken = [...requestBody.content.keys()].join(', ');
    return requestBody.required ? `takes ${taken}, and only JSON and forms are written` : [];
  }
  const type = printer.print(requestBody.content.get(written)?.schema, 'request');
  const optional = !requestBody.required;
  return [{ name: 'body', type: optional ? unionOf([type, UNDEFINED]) : type, optional }];
}

/** All declared successes; `default` where there are none, as for a status that nobody names. */
function successes({ responses }: Operation): readonly ResponseContract[] {
  const declared = [...responses.values()].filter(({ status }) => /^2(?:\d\d|XX)$/i.test(status));
  const fallback = responses.get('default');
  return declared.length === 0 && fallback !== undefined ? [fallback] : declared;
}

function presentAnswer(
  { content, status }: ResponseContract,
  { method }: Operation,
  printer: SchemaPrinter,
): TypeText | string {
  if (content.size === 0 || method === 'HEAD' || BODILESS.includes(status)) return UNDEFINED;
  const json = [...content].filter(([mediaType]) => isJsonMediaType(mediaType) || takesJson(mediaType));
  if (json.length === 0) return `answers ${[...content.keys()].join(', ')}, and only JSON is read`;
  return unionOf(json.map(([, { schema }]) => printer.print(schema, 'answer')));
}

const BODILESS = ['204', '205'];
