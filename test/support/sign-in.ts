import { type Dispatcher, request } from 'undici';
import type { CookieJar } from './cookie-jar.ts';

/** Where a browser's visit ended. */
export interface SignedIn {
  readonly jar: CookieJar;
  /** The address of the last page. */
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** Every address on the way, the first one included. */
  readonly trail: readonly string[];
}

const MAX_STEPS = 20;

/** Walks redirects with a jar, chooses `person` on the provider's page, and stops at the first other page. */
export function signIn(url: string, person: 'ada' | 'grace', jar: CookieJar): Promise<SignedIn> {
  return browse(url, jar, (html) => (html.includes('name="person"') ? { person } : undefined));
}

/** Walks an end-session URL, and confirms on the provider's page. */
export function signOut(url: string, jar: CookieJar): Promise<SignedIn> {
  return browse(url, jar, (html) => {
    const secret = /name="xsrf" value="([^"]+)"/.exec(html)?.[1];
    return secret === undefined ? undefined : { xsrf: secret, logout: 'yes' };
  });
}

interface Step {
  readonly url: string;
  readonly form?: Readonly<Record<string, string>>;
}

/** What stands on a page is answered once; the second page of the same kind is where it ends. */
async function browse(
  first: string,
  jar: CookieJar,
  fill: (html: string) => Readonly<Record<string, string>> | undefined,
): Promise<SignedIn> {
  const trail: string[] = [];
  let step: Step = { url: first };
  let isFilled = false;
  while (trail.length < MAX_STEPS) {
    trail.push(step.url);
    const { statusCode, headers, body } = await send(step, jar);
    const text = await body.text();
    const { location } = headers;
    const form = isFilled || location !== undefined ? undefined : fill(text);
    if (typeof location === 'string') step = { url: new URL(location, step.url).href };
    else if (form === undefined)
      return { jar, url: step.url, status: statusCode, headers, body: text, trail };
    else {
      isFilled = true;
      step = { url: new URL(actionIn(text), step.url).href, form };
    }
  }
  throw new Error(`redirects without end: ${trail.join(' → ')}`);
}

async function send({ url, form }: Step, jar: CookieJar): Promise<Dispatcher.ResponseData> {
  const cookie = jar.header(url);
  const answer = await request(url, {
    method: form === undefined ? 'GET' : 'POST',
    headers: {
      ...(cookie === '' ? {} : { cookie }),
      ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      'sec-fetch-mode': 'navigate',
    },
    ...(form === undefined ? {} : { body: new URLSearchParams(form).toString() }),
    reset: true,
  });
  const set = answer.headers['set-cookie'] ?? [];
  jar.take(url, typeof set === 'string' ? [set] : set);
  return answer;
}

function actionIn(html: string): string {
  return /<form[^>]* action="([^"]*)"/.exec(html)?.[1] ?? '';
}
