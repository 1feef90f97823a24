/** Where nobody said where to go, and where it is not one of our own pages. */
const HOME = '/';
const MAX_CHARACTERS = 1_024;

/**
 * The page of ours to go to after a sign-in. Anything that a browser, a proxy or a later redirect might read as another
 * host becomes `/`; so do the routes of sign-in itself, which would go round in a circle.
 */
export function parseReturnTo(text: string | null): string {
  if (text === null || text.length > MAX_CHARACTERS) return HOME;
  // Visible ASCII without backslashes: no controls, no spaces, no letters that are folded into slashes.
  if (!/^\/[\x21-\x5b\x5d-\x7e]*$/.test(text)) return HOME;
  const [path = ''] = text.split(/[?#]/, 1);
  return isPlainPath(path) && staysHere(text) ? text : HOME;
}

/** Encoded slashes, backslashes, controls and percent signs are decoded by somebody sooner or later. */
function isPlainPath(path: string): boolean {
  return !path.includes('//') && !/%(?:[01][\da-f]|2f|5c|25|7f)/i.test(path) && !isOurs(path);
}

/** In whichever spelling a proxy may read it. */
function isOurs(path: string): boolean {
  const plain = path.replaceAll(/%([2-7][\da-f])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return /^\/bff(?:[/;]|$)/i.test(plain);
}

const ANY_HOST = 'https://ours.invalid';

function staysHere(text: string): boolean {
  const url = URL.parse(text, ANY_HOST);
  return url?.origin === ANY_HOST && isPlainPath(url.pathname);
}
