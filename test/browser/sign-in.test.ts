import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { runStart, type StartProcess } from '../integration/stack/run-start.ts';
import { leaveNothing, started } from '../support/leftovers.ts';
import { startBrowser } from '../support/start-browser.ts';

let browser: Browser;
let running: StartProcess;
let home: string;
let provider: string;

beforeAll(async () => {
  running = runStart();
  leaveNothing(async () => {
    running.signal('SIGTERM');
    await running.ended;
  });
  const addresses = await running.addresses();
  home = new URL('/', addresses.get('web-bff GraphQL')).href;
  provider = addresses.get('identity-provider sign-in') ?? '';
  browser = started(await startBrowser());
});

async function openBrowser(): Promise<BrowserContext> {
  return started(await browser.newContext());
}

async function openTab(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(home);
  return page;
}

async function signIn(page: Page, person: string): Promise<void> {
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: person }).click();
  await page.getByRole('heading', { name: `Hello, ${person}` }).waitFor();
}

/** As when a person comes back to a tab; headless browsers show all of them at once. */
const lookAt = (page: Page) => page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");

const isAnonymous = (page: Page) => page.getByRole('heading', { name: 'You are not signed in' }).waitFor();

describe('the page of the web shop', () => {
  it('shows who signed in in every tab, and signs all of them out together', async () => {
    const context = await openBrowser();
    const [first, second] = [await openTab(context), await openTab(context)];
    await Promise.all([first, second].map(isAnonymous));
    await signIn(first, 'Ada Lovelace');
    await second.getByRole('heading', { name: 'Hello, Ada Lovelace' }).waitFor();
    expect(await first.title()).toBe('Ada Lovelace · Copperfield');

    await second.getByRole('button', { name: 'Sign out', exact: true }).click();
    await isAnonymous(first);
    // The provider asks for itself, and leads back.
    await second.getByRole('button', { name: 'Sign out' }).click();
    await second.waitForURL(home);
    await isAnonymous(second);
    await first.reload();
    await isAnonymous(first);
    await signIn(first, 'Grace Hopper');
  });

  it('lists where a person is signed in, and ends another session from here', async () => {
    const [here, there] = [await openBrowser(), await openBrowser()];
    const [page, other] = [await openTab(here), await openTab(there)];
    await signIn(page, 'Ada Lovelace');
    await signIn(other, 'Ada Lovelace');
    await page.reload();
    await page.getByText('(this browser)').waitFor();
    const ends = page.getByRole('button', { name: /^End the session of / });
    expect(await ends.count()).toBe(1);
    await ends.click();
    await page.getByRole('status').getByText('The session has ended.').waitFor();
    expect(await ends.count()).toBe(0);
    await lookAt(other);
    await isAnonymous(other);
    await page.reload();
    await page.getByRole('heading', { name: 'Hello, Ada Lovelace' }).waitFor();
  });

  it('notices that somebody left at the provider, who tells it by the back channel', async () => {
    const context = await openBrowser();
    const page = await openTab(context);
    await signIn(page, 'Grace Hopper');
    const elsewhere = await context.newPage();
    await elsewhere.goto(`${provider}/session/end`);
    await elsewhere.getByRole('button', { name: 'Sign out' }).click();
    expect(await elsewhere.getByRole('heading').innerText()).toBe('You are signed out');
    await lookAt(page);
    await isAnonymous(page);
  });

  it('says so when sign-in is away, and finds everybody where they were', async () => {
    const page = await openTab(await openBrowser());
    await signIn(page, 'Ada Lovelace');
    await page.route('**/bff/user*', (route) => route.fulfill({ status: 503, json: {} }));
    await page.reload();
    await page.getByRole('heading', { name: 'Sign-in is not available now' }).waitFor();
    await page.unroute('**/bff/user*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('(this browser)').waitFor();
    expect(await page.getByRole('heading', { level: 1 }).allInnerTexts()).toEqual(['Hello, Ada Lovelace']);
  });

  it('runs nothing but what it was written with, and talks to nobody else', async () => {
    const context = await openBrowser();
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    const answer = await page.goto(home);
    expect(answer?.headers()['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'sha256-[^' ]+'; style-src 'sha256-[^' ]+'; connect-src 'self';/,
    );
    await isAnonymous(page);
    expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
    await expect(page.addScriptTag({ content: 'window.isBroken = true' })).rejects.toThrow(
      'Content Security Policy',
    );
  });
});
