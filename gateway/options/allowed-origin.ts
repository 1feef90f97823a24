/**
 * An origin exactly as browsers write it, so that it can be compared as text: `https://app.shop.example`.
 * @throws RangeError for anything else: wildcards, `null`, paths, upper case, a port that is the usual one
 */
export function parseAllowedOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (!isWeb || url.origin !== text || url.hostname.includes('*')) {
    throw new RangeError(
      `must list origins as browsers write them, such as https://app.shop.example; ${JSON.stringify(text.slice(0, 60))} is none`,
    );
  }
  return text;
}
