import type { Operation } from '#contract';

/** A path as contracts write it: some with a query or a fragment, which OpenAPI does not foresee. */
export interface WrittenPath {
  /** The paths at which the operation stands: without what is written behind it, and with it percent-encoded. */
  readonly templates: readonly string[];
  /** `?action=list`: what the query must hold. */
  readonly query: readonly (readonly [string, string])[];
  /** `#X-Amz-Target=Service.List`: what a header or the query must hold; the fragment of a URL is never sent. */
  readonly fragment: readonly (readonly [string, string])[];
}

/** What of a request tells operations apart. */
export interface AskedPath {
  readonly pathname: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
}

const written = new WeakMap<Operation, WrittenPath>();

/** Takes the path of an operation apart. */
export function writtenPath(operation: Operation): WrittenPath {
  let known = written.get(operation);
  if (known === undefined) written.set(operation, (known = parseWrittenPath(operation.path)));
  return known;
}

/** Whether a request has what is written behind the path. */
export function isAskedFor({ query, fragment, templates }: WrittenPath, asked: AskedPath): boolean {
  if (templates.length > 1 && asked.pathname.endsWith(encodedTail(templates))) return true;
  return (
    query.every(([name, value]) => holds(asked.query.get(name), value)) &&
    fragment.every(([name, value]) => holds(headerOf(asked, name) ?? asked.query.get(name), value))
  );
}

function parseWrittenPath(path: string): WrittenPath {
  const [, bare = path, search = '', hash = ''] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(path) ?? [];
  const isPlain = search === '' && hash === '';
  const encoded = path.replaceAll('?', '%3F').replaceAll('#', '%23');
  return { templates: isPlain ? [path] : [bare, encoded], query: pairsIn(search), fragment: pairsIn(hash) };
}

function pairsIn(text: string): readonly (readonly [string, string])[] {
  return [...new URLSearchParams(text.slice(1))].filter(([, value]) => value !== '');
}

/** What tells the percent-encoded form from the bare one; nothing a template stands in. */
function encodedTail([bare = '', encoded = '']: readonly string[]): string {
  return encodeURI(decodeURIComponent(encoded.slice(bare.length)))
    .replace('?', '%3F')
    .replace('#', '%23');
}

function headerOf({ headers }: AskedPath, name: string): string | null {
  try {
    return headers.get(name);
  } catch {
    return null;
  }
}

/** A template in place of a value takes any. */
function holds(found: string | null, wanted: string): boolean {
  return found !== null && (found === wanted || /^\{[^{}]+\}$/.test(wanted));
}
