import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { BFFS } from '../support/bffs.ts';
import { started } from '../support/leftovers.ts';
import { type MockServers, startMocks } from '../support/mock-servers.ts';
import { startBff } from '../support/start-bff.ts';
import { startBrowser } from '../support/start-browser.ts';

let mocks: MockServers;
let browser: Browser;

beforeAll(async () => {
  mocks = started(await startMocks());
  browser = started(await startBrowser());
});

describe.each([...BFFS])('GraphiQL of $name-bff', (bff) => {
  async function open(query: string): Promise<{ page: Page; hosts: Set<string>; home: string }> {
    const { url } = started(await startBff(bff, { services: mocks.urls }));
    const page = started(await browser.newPage());
    const hosts = new Set<string>();
    page.on('request', (request) => hosts.add(new URL(request.url()).host));
    await page.goto(`${url}/graphiql`);
    const editor = page.locator('.graphiql-editor:visible').first();
    await editor.click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(query);
    return { page, hosts, home: new URL(url).host };
  }

  it('runs a query and shows its answer, with nothing from any other host', async () => {
    const { page, hosts, home } = await open(bff.sample.query);
    await page.keyboard.press('Control+Enter');
    await page.locator('.graphiql-response').getByText('"data"').waitFor();
    expect([...hosts]).toEqual([home]);
  });
});
