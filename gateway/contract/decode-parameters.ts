import type { Operation, Parameter } from './contract.ts';
import { decodeHeaderParameter, decodePairs, decodePathParameter, type RawPair } from './decode-parameter.ts';
import { assignment, percentDecode } from './decode-text.ts';

/** Parameters as JSON values, by place and the contract's name; absent ones are not there. */
export interface DecodedParameters {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly header: Readonly<Record<string, unknown>>;
  readonly cookie: Readonly<Record<string, unknown>>;
  /** Names of query parameters that the contract does not know. */
  readonly unknown: readonly string[];
}

export interface ReceivedRequest {
  readonly url: URL;
  readonly headers: Headers;
  /** What matched the template's names, still percent-encoded: in `a%2Cb,c` only one comma separates. */
  readonly pathValues: Readonly<Record<string, string>>;
}

/**
 * The inverse of `encodeRequest`. Text becomes the number or boolean that its schema wants where it is exactly
 * one, and stays text where it is not, so that validation refuses it. Nothing in a request makes this throw.
 */
export function decodeParameters(
  operation: Operation,
  { url, headers, pathValues }: ReceivedRequest,
): DecodedParameters {
  const within = (place: Parameter['in']): readonly Parameter[] =>
    operation.parameters.filter((parameter) => parameter.in === place);
  const query = decodePlace(within('query'), queryPairs(url));
  return {
    path: present(within('path'), (parameter) => {
      const raw = Object.hasOwn(pathValues, parameter.name) ? pathValues[parameter.name] : undefined;
      return raw === undefined ? undefined : decodePathParameter(parameter, raw);
    }),
    query: query.values,
    header: present(within('header'), (parameter) => {
      const raw = headers.get(parameter.name);
      return raw === null ? undefined : decodeHeaderParameter(parameter, raw);
    }),
    cookie: decodePlace(within('cookie'), cookiePairs(headers)).values,
    unknown: query.unknown,
  };
}

function present(
  parameters: readonly Parameter[],
  decode: (parameter: Parameter) => unknown,
): Readonly<Record<string, unknown>> {
  const entries = parameters.map((parameter) => [parameter.name, decode(parameter)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function decodePlace(
  parameters: readonly Parameter[],
  pairs: readonly RawPair[],
): { readonly values: Readonly<Record<string, unknown>>; readonly unknown: readonly string[] } {
  const declared = new Set(parameters.map(({ name }) => name));
  const claimed = new Set<string>();
  const values = present(parameters, (parameter) => {
    const decoded = decodePairs(parameter, pairs, declared);
    for (const name of decoded.claimed) claimed.add(name);
    return decoded.value;
  });
  const names = new Set(pairs.map(({ name }) => name));
  return { values, unknown: [...names].filter((name) => !claimed.has(name)) };
}

/** A plus is a space (WHATWG URL, application/x-www-form-urlencoded); `encodeRequest` never writes one. */
function queryPairs({ search }: URL): readonly RawPair[] {
  return pairsOf(search.slice(1).replaceAll('+', '%20').split('&'));
}

function cookiePairs(headers: Headers): readonly RawPair[] {
  return pairsOf((headers.get('cookie') ?? '').split(/; */));
}

function pairsOf(pieces: readonly string[]): readonly RawPair[] {
  return pieces
    .filter((piece) => piece !== '')
    .map((piece) => {
      const [name, raw] = assignment(piece);
      return { name: percentDecode(name), raw };
    });
}
