import { beforeAll, describe, expect, it } from '@jest/globals';
import { testSize } from '../support/test-size.ts';
import { type SecureShop, SHOP, startSecureShop } from './start-secure-shop.ts';

let shop: SecureShop;

beforeAll(async () => {
  shop = await startSecureShop();
});

/** Each would set `window.hit` if anything of it ran. */
const NAMES = [
  '</script><script>window.hit=1</script>',
  '\u2028window.hit=1\u2029window.hit=1//',
  '<img src=x onerror="window.hit=1">',
  '"><svg/onload=window.hit=1>',
  `'-(window.hit=1)-'`,
  '${window.hit=1}',
  '{{window.hit=1}}',
  '<!--<script>window.hit=1</script>',
  'javascript:window.hit=1',
  '\u202E<iframe srcdoc="<script>parent.hit=1</script>">',
  '</title><script>window.hit=1</script>',
];

const REPORT_VIOLATIONS = `document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  console.log('CSP: ' + violatedDirective + ' ' + blockedURI));`;

describe('the page of a person', () => {
  it.each(testSize.isFull ? NAMES : [NAMES.join(' ')])('CSR-04 runs nothing of the name %j', async (name) => {
    shop.provider.introduce({ sub: 'acct_ada', name, preferred_username: name, email: `${name}@shop.test` });
    const page = await shop.signInPage();
    const [trouble, dialogs]: string[][] = [[], []];
    page.on('console', (message) => trouble?.push(message.text()));
    page.on('pageerror', (error) => trouble?.push(String(error)));
    page.on('dialog', (dialog) => {
      dialogs?.push(dialog.message());
      void dialog.dismiss();
    });
    await page.addInitScript(REPORT_VIOLATIONS);
    await page.goto(SHOP);
    await page.getByText(name, { exact: false }).first().waitFor();
    expect(await page.evaluate(`'hit' in window`)).toBe(false);
    expect([trouble, dialogs]).toEqual([[], []]);
  });
});
