import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { createCrossSiteRules } from '../../../gateway/gates/cross-site.ts';
import type { Proof } from '../../../gateway/gates/route.ts';
import { refusalOf } from './refusal-of.ts';

const OWN = 'https://shop.test';
const LISTED = 'https://app.shop.test';
const rules = createCrossSiteRules({ publicOrigin: OWN, allowedOrigins: [LISTED] });
const HOSTILE = [
  'null',
  'https://app.shop.test.evil',
  'https://appXshop.test',
  'HTTPS://APP.SHOP.TEST',
  'https://app.shop.test:443',
  'https://app.shop.test:8443',
  'http://app.shop.test',
  'https://app.shop.test/',
  ' https://app.shop.test',
  'https://app.shop.test, https://app.shop.test',
  'https://shop.test.evil',
  '*',
  '',
];

function check(proof: Proof, headers: IncomingHttpHeaders, method = 'POST', given = rules) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that is read of a request
  return refusalOf(() => given.check({ method, headers } as IncomingMessage, { proof }));
}

describe('CSR-01 a route whose proof is the origin', () => {
  it.each([
    [{ origin: OWN }],
    [{ origin: LISTED }],
    [{ origin: LISTED, 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-origin' }],
  ])('takes %j', (headers) => {
    expect(check('origin', headers, 'GET')).toBe('accepted');
    expect(check('origin', { ...headers, cookie: 'a=b' }, 'GET')).toBe('accepted');
  });

  it.each([
    ...HOSTILE.map((origin) => ({ origin })),
    ...HOSTILE.map((origin) => ({ origin, 'sec-fetch-site': 'same-origin' })),
    {},
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'Same-Origin' },
  ])('refuses %j, with and without credentials', (headers) => {
    expect(check('origin', headers, 'GET')).toBe('CSRF_REJECTED');
    expect(check('origin', { ...headers, cookie: 'a=b' }, 'GET')).toBe('CSRF_REJECTED');
  });
});

describe.each<Proof>(['header', 'none', 'bearer'])(
  'CSR-02 credentials on a route with the proof %s',
  (proof) => {
    it.each([
      {},
      { origin: OWN },
      { origin: LISTED },
      { origin: LISTED, 'sec-fetch-site': 'cross-site' },
      { origin: OWN, 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'none' },
    ])('are taken from %j', (headers) => {
      expect(check(proof, { ...headers, cookie: 'a=b' })).toBe('accepted');
      expect(check(proof, { ...headers, authorization: 'Bearer a' })).toBe('accepted');
    });

    it.each([
      ...HOSTILE.map((origin) => ({ origin })),
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: OWN, 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.test', 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
    ])('are refused from %j', (headers) => {
      expect(check(proof, { ...headers, cookie: 'a=b' }, 'GET')).toBe('CSRF_REJECTED');
      expect(check(proof, { ...headers, authorization: 'Bearer a' }, 'GET')).toBe('CSRF_REJECTED');
      expect(check(proof, headers, 'GET')).toBe('accepted');
    });
  },
);

describe('CSR-02 a link from another site', () => {
  const link = {
    cookie: 'a=b',
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
  };

  it('may be followed to a page', () => expect(check('none', link, 'GET')).toBe('accepted'));

  it.each<[string, Proof, string, IncomingHttpHeaders]>([
    ['to a route with another proof', 'header', 'GET', {}],
    ['by a form', 'none', 'POST', { origin: 'https://evil.test' }],
    ['by a form that gets', 'none', 'GET', { origin: 'https://evil.test' }],
    ['into a frame', 'none', 'GET', { 'sec-fetch-dest': 'iframe' }],
    ['before anybody clicked it', 'none', 'GET', { 'sec-purpose': 'prefetch;prerender' }],
    ['by fetch', 'none', 'GET', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'empty' }],
  ])('is not followed with credentials %s', (_, proof, method, headers) => {
    expect(check(proof, { ...link, ...headers }, method)).toBe('CSRF_REJECTED');
  });
});

it('CSR-02 without a public origin the host that a request names is ours, by http alone', () => {
  const local = createCrossSiteRules({ publicOrigin: undefined, allowedOrigins: [] });
  const from = (origin: string) =>
    check('origin', { origin, host: 'localhost:4000', cookie: 'a=b' }, 'GET', local);
  expect(from('http://localhost:4000')).toBe('accepted');
  expect(['https://localhost:4000', 'http://localhost', 'http://localhost:4001'].map(from)).toEqual(
    Array(3).fill('CSRF_REJECTED'),
  );
});
