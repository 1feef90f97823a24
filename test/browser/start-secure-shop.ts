import { createServer } from 'node:http';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { leaveNothing, started } from '../support/leftovers.ts';
import { listenOn } from '../support/listen-on.ts';
import { startBrowser } from '../support/start-browser.ts';
import { type SessionShop, startSessionShop } from '../support/start-session-shop.ts';
import { testSize } from '../support/test-size.ts';
import { startTlsFront } from '../support/tls-front.ts';

/** Ours; a host below it, which a browser counts to the same site; and somebody else's. */
export const SHOP = 'https://shop.test';
export const SIBLING = 'https://b.shop.test';
export const EVIL = 'https://evil.test';

/** web-bff as browsers find it in production: over TLS, under a name, with neighbours. */
export interface SecureShop extends SessionShop {
  readonly browser: Browser;
  /** Of a browser that never was here before, in which the person of the provider is signed in. Ends with the test. */
  signInPage(this: void): Promise<Page>;
  /** The same, and nobody is signed in. */
  openContext(this: void): Promise<BrowserContext>;
}

/** Gone when the test (or file) is over. */
export async function startSecureShop(): Promise<SecureShop> {
  const shop = await startSessionShop({ env: { PUBLIC_ORIGIN: SHOP } });
  const pages = createServer((_, outgoing) =>
    outgoing.setHeader('content-type', 'text/html').end('<!doctype html><title>a page</title><body>'),
  );
  leaveNothing(() => pages.close());
  const elsewhere = await listenOn(pages);
  const front = started(
    await startTlsFront({
      'shop.test': Number(new URL(shop.url).port),
      'b.shop.test': elsewhere,
      'evil.test': elsewhere,
    }),
  );
  const browser = started(await startBrowser(front.resolverRules));
  const openContext = async () => {
    const context = started(await browser.newContext());
    context.setDefaultTimeout(testSize.allowed(2_000));
    return context;
  };
  return {
    ...shop,
    browser,
    openContext,
    async signInPage() {
      const page = await (await openContext()).newPage();
      await page.goto(`${SHOP}/bff/login`);
      await page.waitForURL(`${SHOP}/`);
      await page.getByRole('heading', { name: 'Hello' }).waitFor();
      return page;
    },
  };
}

/** Who is signed in, as a page of the shop itself learns it: a subject, or the status that refuses to tell. */
export function whoIsThere(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const answer = await fetch('/bff/user', { headers: { 'x-csrf': '1' } });
    if (!answer.ok) return String(answer.status);
    const { claims }: { claims: { sub: string } } = JSON.parse(await answer.text());
    return claims.sub;
  });
}
