import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ATTACKS, type Attack } from './attacks.ts';
import { EVIL, type SecureShop, SHOP, SIBLING, startSecureShop, whoIsThere } from './start-secure-shop.ts';

/** Pages that attack together. */
const AT_ONCE = 7;

let shop: SecureShop;

beforeAll(async () => {
  shop = await startSecureShop();
});

const servicesAsked = () => shop.accounts.asked;
const refused = () =>
  shop.bffs.flatMap(({ lines }) =>
    lines.filter(({ msg, status }) => msg === 'request' && Number(status) >= 400),
  ).length;

/** In the same browser as the shop's page, so with its cookies. */
async function strike(page: Page, origin: string, { script }: Attack): Promise<void> {
  const attacker = await page.context().newPage();
  await attacker.goto(origin);
  await attacker.evaluate(`(async () => { ${script} })().catch(() => {})`);
  await attacker.close();
}

describe.each([
  ['a sibling host', SIBLING],
  ['another site', EVIL],
])('a page of %s', (_, origin) => {
  it('CSR-02 SES-09 has no effect on who is signed in, nor in their name, whatever it sends', async () => {
    const page = await shop.signInPage();
    const before = await whoIsThere(page);
    expect(before).toContain('acct_ada');
    const cookies = JSON.stringify(await page.context().cookies(SHOP));
    const [seen, asked, grants] = [refused(), servicesAsked(), shop.provider.requests.length];

    const effects: string[] = [];
    for (let at = 0; at < ATTACKS.length && effects.length === 0; at += AT_ONCE) {
      const attacks = ATTACKS.slice(at, at + AT_ONCE);
      await Promise.all(attacks.map((attack) => strike(page, origin, attack)));
      const own = (await page.context().cookies(SHOP)).filter((one) => !one.name.includes('sign-in'));
      const names = attacks.map(({ name }) => name).join('; ');
      if (JSON.stringify(own) !== cookies) effects.push(`the cookies changed: ${names}`);
      if ((await whoIsThere(page)) !== before) effects.push(`the session changed: ${names}`);
      if (servicesAsked() > asked) effects.push(`a service was asked: ${names}`);
    }
    expect(effects).toEqual([]);
    // Attacks that never left the browser would prove nothing about us.
    expect(refused() - seen).toBeGreaterThan(ATTACKS.length - 5);
    expect(shop.provider.requests.slice(grants).filter(({ path }) => path === '/token')).toEqual([]);
  });
});

describe('a page of the shop itself', () => {
  it('CSR-02 does what the others tried', async () => {
    const page = await shop.signInPage();
    const asked = servicesAsked();
    const added = await page.evaluate(async () => {
      const query = 'mutation { addToCart(input: { sku: "SKU-KETTLE", quantity: 1 }) { __typename } }';
      const headers = { 'content-type': 'application/json', 'x-csrf': '1' };
      const answer = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query }) });
      return answer.status;
    });
    expect([added, servicesAsked() - asked]).toEqual([200, 1]);
    const out = await page.evaluate(async () => {
      const answer = await fetch('/bff/logout', { method: 'POST', headers: { 'x-csrf': '1' } });
      return answer.ok;
    });
    expect([out, await whoIsThere(page)]).toEqual([true, '401']);
  });
});
