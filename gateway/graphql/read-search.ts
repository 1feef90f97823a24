import { malformed } from '../gates/sent-operation.ts';

/**
 * The operation in a query string, as the object that a POST would have sent.
 * @throws OperationRefused BAD_REQUEST for a parameter that stands twice, and for JSON that is none
 */
export function readSearch(search: string): Record<string, unknown> {
  const params = new URLSearchParams(search);
  return {
    query: readOnce(params, 'query'),
    documentId: readOnce(params, 'documentId'),
    operationName: readOnce(params, 'operationName'),
    variables: readJson(params, 'variables'),
    extensions: readJson(params, 'extensions'),
  };
}

function readOnce(params: URLSearchParams, name: string): string | undefined {
  const [value, second] = params.getAll(name);
  if (second !== undefined) throw malformed(`The search parameter \`${name}\` may stand once.`);
  return value;
}

function readJson(params: URLSearchParams, name: string): unknown {
  const text = readOnce(params, name);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw malformed(`The search parameter \`${name}\` holds invalid JSON.`);
  }
}
