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
import { type Member, objectOf, type TypeText, UNDEFINED, unionOf } from './type-text.ts';

/** What calling an operation takes and gives. */
export interface OperationType {
  readonly input: TypeText;
  readonly answer: TypeText;
}

/** Gives back a sentence instead where an operation cannot be called with JSON. */
export function presentOperation(operation: Operation, printer: SchemaPrinter): OperationType | string {
  const body = presentBody(operation, printer);
  if (typeof body === 'string') return body;
  const answers = successes(operation).map((response) => presentAnswer(response, operation, printer));
  const refusal = answers.find((answer) => typeof answer === 'string');
  if (refusal !== undefined) return refusal;
  return {
    input: objectOf([...presentParameters(operation, printer), ...body]),
    answer: unionOf(answers.filter((answer) => typeof answer !== 'string')),
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
