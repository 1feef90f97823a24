import { decodeParameters, type Operation } from '#contract';
import { parseTestCredential } from '../check-security.ts';
import { essenceOf, isJsonType } from '../choose-media-type.ts';

/** A request that its contract allows, as values instead of text. */
export interface Received {
  readonly operation: Operation;
  /** Its path as it was sent. */
  readonly instance: string;
  /**
   * Parameters by their names, with the contract's defaults for what was left out; and `body`, JSON as a value and other
   * text as a string.
   */
  readonly input: Readonly<Record<string, unknown>>;
  /** The subject of the caller's token; empty where there was none. */
  readonly subject: string;
}

/** Reads a request that has passed the contract's checks. */
export function readReceived(
  operation: Operation,
  { url, headers }: Request,
  { pathValues, text }: { readonly pathValues: Readonly<Record<string, string>>; readonly text: string },
): Received {
  const decoded = decodeParameters(operation, { url: new URL(url), headers, pathValues });
  const isJson = isJsonType(essenceOf(headers.get('content-type')) ?? '');
  const body: unknown = text === '' ? undefined : isJson ? JSON.parse(text) : text;
  return {
    operation,
    instance: new URL(url).pathname,
    input: {
      ...defaultsOf(operation),
      ...decoded.cookie,
      ...decoded.header,
      ...decoded.query,
      ...decoded.path,
      ...(body === undefined ? {} : { body }),
    },
    subject: parseTestCredential(headers.get('authorization'))?.sub ?? '',
  };
}

function defaultsOf({ parameters }: Operation): Readonly<Record<string, unknown>> {
  const given = parameters.flatMap(({ name, schema }) => {
    const value = typeof schema?.json === 'object' ? schema.json['default'] : undefined;
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given);
}
