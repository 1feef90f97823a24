/** One answer, as it came. */
export interface Visit {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface VisitOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** @default true */
  readonly follow?: boolean;
}

/** What a browser does with cookies and redirects, and nothing else. Like one, it asks a host at every port with the same cookies. */
export interface CookieBrowser {
  /** Follows redirects, at most 10 of them, unless told otherwise. The last answer. */
  visit(this: void, url: string, options?: VisitOptions): Promise<Visit>;
  /** Every answer so far, redirects as well, the newest last. */
  readonly visits: readonly Visit[];
  /** The `cookie` header for this place; empty when there is none. */
  cookiesFor(this: void, url: string): string;
  /** Plants a cookie, as `Set-Cookie` writes it. */
  plant(this: void, url: string, setCookie: string): void;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly host: string;
  readonly path: string;
}

/** @param remembers whether it keeps its visits: long runs do without */
export function createCookieBrowser({
  remembers = true,
}: {
  readonly remembers?: boolean;
} = {}): CookieBrowser {
  const cookies = new Map<string, Cookie>();
  const visits: Visit[] = [];

  function cookiesFor(url: string): string {
    const { hostname, pathname } = new URL(url);
    return [...cookies.values()]
      .filter(({ host, path }) => host === hostname && isBelow(pathname, path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  function plant(url: string, setCookie: string): void {
    const [pair = '', ...attributes] = setCookie.split(';').map((part) => part.trim());
    const [name = '', ...value] = pair.split('=');
    const { hostname: host } = new URL(url);
    const cookie = { name, value: value.join('='), host, path: attributeOf(attributes, 'path') ?? '/' };
    const key = `${host} ${cookie.path} ${name}`;
    if (isOver(attributes)) cookies.delete(key);
    else cookies.set(key, cookie);
  }

  async function ask(url: string, { method = 'GET', headers = {}, body }: VisitOptions): Promise<Visit> {
    const cookie = cookiesFor(url);
    const answer = await fetch(url, {
      method,
      headers: { ...(cookie !== '' && { cookie }), ...headers },
      redirect: 'manual',
      ...(body !== undefined && { body }),
    });
    for (const one of answer.headers.getSetCookie()) plant(url, one);
    const visit = { url, status: answer.status, headers: answer.headers, text: await answer.text() };
    if (remembers) visits.push(visit);
    return visit;
  }

  return {
    visits,
    cookiesFor,
    plant,
    async visit(url, { follow = true, ...options } = {}) {
      let visit = await ask(url, options);
      for (let hops = follow ? 10 : 0; hops > 0 && visit.headers.has('location'); hops -= 1)
        visit = await ask(new URL(visit.headers.get('location') ?? '', visit.url).href, {});
      return visit;
    },
  };
}

function attributeOf(attributes: readonly string[], name: string): string | undefined {
  const found = attributes.find((one) => one.toLowerCase().startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}

function isOver(attributes: readonly string[]): boolean {
  const seconds = attributeOf(attributes, 'max-age');
  const expires = attributeOf(attributes, 'expires');
  return seconds === undefined
    ? expires !== undefined && Date.parse(expires) <= Date.now()
    : Number(seconds) <= 0;
}

const isBelow = (pathname: string, path: string): boolean =>
  path === '/' || pathname === path || pathname.startsWith(`${path.replace(/\/$/, '')}/`);
