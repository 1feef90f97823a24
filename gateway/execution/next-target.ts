/**
 * The target of the first link with the relation `next` in a `Link` header (RFC 8288); undefined where there is none.
 * Links with an `anchor` speak of something else than the page. What cannot be read ends the list of links.
 */
export function nextTarget(header: string): string | undefined {
  const reader: Reader = { text: header, at: 0 };
  for (;;) {
    skip(reader, /[\s,]*/y);
    const target = skip(reader, /<([^>]*)>/y)?.[1];
    if (target === undefined) return undefined;
    const parameters = readParameters(reader);
    const relations = parameters.get('rel')?.toLowerCase().split(/\s+/) ?? [];
    if (relations.includes('next') && !parameters.has('anchor')) return target.trim();
  }
}

interface Reader {
  readonly text: string;
  at: number;
}

/** `; rel="next prev"; title=x`. Of two of one name the first counts. */
function readParameters(reader: Reader): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (;;) {
    const name = skip(reader, /\s*;\s*([^\s=;,"<]*)/y)?.[1]?.toLowerCase();
    if (name === undefined) return parameters;
    const value = skip(reader, /\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*))/y);
    if (!parameters.has(name))
      parameters.set(name, value?.[1]?.replaceAll(/\\(.)/g, '$1') ?? value?.[2] ?? '');
  }
}

/** @param pattern sticky. */
function skip(reader: Reader, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text) ?? undefined;
  if (found !== undefined) reader.at = pattern.lastIndex;
  return found;
}
