import { createServer } from 'node:http';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createCookieBrowser } from '../../support/cookie-browser.ts';
import { leaveNothing } from '../../support/leftovers.ts';
import { listenOn } from '../../support/listen-on.ts';

let home: string;

/** Tells the cookies that it is shown; `/set` sets some and sends on, `/clear` takes one away. */
beforeEach(async () => {
  const server = createServer((incoming, outgoing) => {
    if (incoming.url === '/set')
      outgoing.writeHead(303, {
        location: '/here',
        'set-cookie': ['a=1; Path=/', 'b=2=3; HttpOnly; Path=/below'],
      });
    if (incoming.url === '/clear')
      outgoing.setHeader('set-cookie', 'a=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT');
    outgoing.end(`${incoming.url} ${incoming.headers.cookie ?? 'none'}`);
  });
  leaveNothing(() => server.close());
  home = `http://127.0.0.1:${await listenOn(server)}`;
});

describe('the browser of tests without pages', () => {
  it('keeps cookies, shows them where they belong, and follows redirects', async () => {
    const { visit, visits } = createCookieBrowser();
    expect((await visit(`${home}/set`)).text).toBe('/here a=1');
    expect((await visit(`${home}/below/it`)).text).toBe('/below/it a=1; b=2=3');
    expect((await visit(`${home}/belower`)).text).toBe('/belower a=1');
    expect(visits.map(({ status }) => status)).toEqual([303, 200, 200, 200]);
  });

  it('forgets cookies that are over, and follows nobody who is not to be followed', async () => {
    const { visit, cookiesFor } = createCookieBrowser();
    expect((await visit(`${home}/set`, { follow: false })).status).toBe(303);
    await visit(`${home}/clear`);
    expect([cookiesFor(`${home}/`), cookiesFor(`${home}/below`)]).toEqual(['', 'b=2=3']);
  });
});
