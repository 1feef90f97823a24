import { JSONPathEnvironment, JSONPathError, JSONPathQuery } from 'json-p3';
import type { JsonObject } from './contract.ts';
import { extendPointer } from './json-pointer.ts';

/** A place of a document that a query selects. */
export interface SelectedNode {
  /** Names and indices from the root down. */
  readonly location: readonly (string | number)[];
  readonly pointer: string;
}

/** Documents are nested at most 256 deep; each level may be visited as an object and as an array. */
const environment = new JSONPathEnvironment({ strict: true, maxRecursionDepth: 1_024 });

/** @returns a sentence about what is wrong, where `query` is no JSONPath (RFC 9535). */
export function selectNodes(document: JsonObject, query: string): readonly SelectedNode[] | string {
  try {
    const nodes = isQueryable(document) ? environment.query(query, document).nodes : [];
    return nodes.map(({ location }) => ({ location, pointer: extendPointer('', ...location) }));
  } catch (error) {
    if (!(error instanceof JSONPathError)) throw error;
    const offset = error.token.index;
    return `${error.message.replace(/ \('.*$/s, '')}, at character ${offset + 1}`;
  }
}

/** How much of a query, from its start, still selects something: `$.components.schemas` of `$.components.schemas.Ordr`. */
export function selectingPart(document: JsonObject, query: string): string {
  const { segments } = environment.compile(query);
  for (let length = segments.length - 1; length > 0; length -= 1) {
    const part = new JSONPathQuery(environment, segments.slice(0, length));
    if (isQueryable(document) && !part.query(document).empty()) return part.toString({ form: 'pretty' });
  }
  return '$';
}

/** Always true: the package only looks, but asks the compiler for lists that it may change. */
function isQueryable(document: unknown): document is Parameters<JSONPathEnvironment['query']>[1] {
  return typeof document === 'object';
}
