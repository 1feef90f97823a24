import { beforeAll, describe, expect, it } from '@jest/globals';
import { EVIL, type SecureShop, SHOP, SIBLING, startSecureShop, whoIsThere } from './start-secure-shop.ts';

let shop: SecureShop;

beforeAll(async () => {
  shop = await startSecureShop();
});

/** Every cookie that a page can think of under this name, and with it names that somebody may take for it. */
const TOSS = `(name) => {
  const names = [name, name.replace('__Host-Http-', ''), name.toUpperCase(), ' ' + name, name + '\\t', ''];
  for (const attributes of ['Domain=shop.test; Path=/', 'Domain=.shop.test; Path=/bff', 'Path=/'])
    for (const secure of ['', '; Secure'])
      for (const value of ['evil', '; Max-Age=0', name + '=evil'])
        for (const named of names) document.cookie = named + '=' + value + '; ' + attributes + secure;
}`;

const PLANT = `(cookie) => {
  for (const domain of ['; Domain=shop.test', '']) document.cookie = cookie + '; Path=/; Secure' + domain;
}`;

describe('the session cookie in a browser', () => {
  it('SES-01 carries the prefix, is for this host alone, and no script sees it', async () => {
    const page = await shop.signInPage();
    const cookies = (await page.context().cookies(SHOP)).filter(({ name }) =>
      name.startsWith('__Host-Http-'),
    );
    expect(cookies).toMatchObject([
      { domain: 'shop.test', path: '/', httpOnly: true, secure: true, sameSite: 'Strict' },
    ]);
    expect(await page.evaluate('document.cookie')).toBe('');
    expect(await page.context().cookies(SIBLING)).toEqual([]);
  });

  it('SES-01 makes the first page after the sign-in one of a person who is signed in', async () => {
    const page = await (await shop.openContext()).newPage();
    const shown: (string | undefined)[] = [];
    page.on('request', (request) => {
      if (request.isNavigationRequest() && request.url() === `${SHOP}/`)
        void request.allHeaders().then(({ cookie }) => shown.push(cookie));
    });
    await page.goto(`${SHOP}/bff/login`);
    await page.waitForURL(`${SHOP}/`);
    await page.waitForLoadState();
    expect(shown).toEqual([expect.stringContaining('__Host-Http-')]);
    expect(await whoIsThere(page)).toContain('acct_ada');
  });

  it('SES-01 cannot be planted, tossed or taken away by a sibling host', async () => {
    const page = await shop.signInPage();
    const [cookie] = (await page.context().cookies(SHOP)).filter(({ name }) =>
      name.startsWith('__Host-Http-'),
    );
    const before = await whoIsThere(page);
    for (const origin of [SIBLING, EVIL]) {
      const attacker = await page.context().newPage();
      await attacker.goto(origin);
      await attacker.evaluate(`(${TOSS})(${JSON.stringify(cookie?.name)})`);
      await attacker.close();
      await page.reload();
      expect(await whoIsThere(page)).toBe(before);
    }
    const now = (await page.context().cookies(SHOP)).filter(({ name }) => name === cookie?.name);
    expect(now).toMatchObject([{ value: cookie?.value }]);
  });

  it('SES-03 SES-01 lets nobody bring a session of their own into the browser of another', async () => {
    const [mine, theirs] = [await shop.signInPage(), await (await shop.openContext()).newPage()];
    const [cookie] = (await mine.context().cookies(SHOP)).filter(({ name }) =>
      name.startsWith('__Host-Http-'),
    );
    await theirs.goto(SIBLING);
    await theirs.evaluate(`(${PLANT})(${JSON.stringify(`${cookie?.name}=${cookie?.value}`)})`);
    await theirs.goto(SHOP);
    expect(await whoIsThere(theirs)).toBe('401');
  });
});
