/** The cookies of one browser. As in browsers, ports do not keep them apart; `Secure` is not looked at. */
export interface CookieJar {
  /** What goes into the `cookie` header of a request; empty when there is nothing for this address. */
  header(url: string): string;
  /** Takes what an answer sets and clears. */
  take(url: string, setCookies: readonly string[]): void;
  /** Puts a cookie there by hand: a stolen one, a forged one. */
  set(url: string, name: string, value: string): void;
  /** The value of a cookie for this address. */
  value(url: string, name: string): string | undefined;
  /** Names of all that go to this address. */
  names(url: string): readonly string[];
  /** Another browser with the same cookies. */
  copy(): CookieJar;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly host: string;
  readonly path: string;
}

export function createCookieJar(given: readonly Cookie[] = []): CookieJar {
  let cookies = [...given];
  const put = (cookie: Cookie, gone: boolean): void => {
    cookies = cookies.filter((other) => !isSame(other, cookie));
    if (!gone) cookies.push(cookie);
  };
  const sent = (url: string): readonly Cookie[] => {
    const { hostname, pathname } = new URL(url);
    return cookies
      .filter(({ host, path }) => host === hostname && isBelow(pathname, path))
      .toSorted((left, right) => right.path.length - left.path.length);
  };
  return {
    header: (url) =>
      sent(url)
        .map(({ name, value }) => `${name}=${value}`)
        .join('; '),
    take(url, setCookies) {
      for (const text of setCookies) put(...parseSetCookie(new URL(url), text));
    },
    set: (url, name, value) => put({ name, value, host: new URL(url).hostname, path: '/' }, false),
    value: (url, wanted) => sent(url).find(({ name }) => name === wanted)?.value,
    names: (url) => sent(url).map(({ name }) => name),
    copy: () => createCookieJar(cookies),
  };
}

function parseSetCookie({ hostname, pathname }: URL, text: string): [Cookie, boolean] {
  const [pair = '', ...attributes] = text.split(';').map((part) => part.trim());
  const at = pair.indexOf('=');
  const of = (name: string): string | undefined =>
    attributes.find((attribute) => attribute.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
  const expires = Date.parse(of('expires') ?? '');
  const gone = Number(of('max-age') ?? 1) <= 0 || expires <= Date.now();
  const path = of('path') ?? (pathname.slice(0, pathname.lastIndexOf('/')) || '/');
  return [{ name: pair.slice(0, at), value: pair.slice(at + 1), host: hostname, path }, gone];
}

function isBelow(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
}

function isSame(left: Cookie, right: Cookie): boolean {
  return left.name === right.name && left.host === right.host && left.path === right.path;
}
