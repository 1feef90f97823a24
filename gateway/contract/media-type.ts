/** `application/json; charset=utf-8` → `application/json`. */
export function essenceOf(mediaType: string): string {
  return (mediaType.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** RFC 6839, 3.1: `application/json` and everything that ends in `+json`. */
export function isJsonMediaType(mediaType: string): boolean {
  return /^(?:(?:application|text)\/json|[^/]+\/[^/]+\+json)$/.test(essenceOf(mediaType));
}

/** The declared entry for a media type: itself, else without parameters, else its range (`text/*`, `*\/*`). */
export function mediaTypeIn<T>(content: ReadonlyMap<string, T>, mediaType: string): T | undefined {
  const exact = content.get(mediaType);
  if (exact !== undefined) return exact;
  const essence = essenceOf(mediaType);
  const [type] = essence.split('/', 1);
  const wanted = [essence, `${type ?? ''}/*`, '*/*'];
  for (const candidate of wanted) {
    for (const [declared, entry] of content) if (essenceOf(declared) === candidate) return entry;
  }
  return undefined;
}
