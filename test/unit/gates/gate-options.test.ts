import { describe, expect, it } from '@jest/globals';
import { parseAllowedOrigin } from '../../../gateway/options/allowed-origin.ts';
import { parseTrustedProxy } from '../../../gateway/options/trusted-proxies.ts';
import { resolveOptions } from '../../../gateway/options.ts';

describe('PLT-01 the list of trusted proxies', () => {
  it.each([
    'loopback',
    'uniquelocal',
    '10.0.0.1',
    '10.0.0.0/8',
    '192.0.2.0/24',
    '::1',
    'fc00::/7',
    '2001:db8::/32',
  ])('takes %s', (text) => expect(parseTrustedProxy(text)).toBe(text));

  it.each(['0.0.0.0/0', '::/0', '0.0.0.0/1', '128.0.0.0/1', '2000::/3', '::ffff:0.0.0.0/0'])(
    'refuses %s, which trusts strangers',
    (text) => expect(() => parseTrustedProxy(text)).toThrow('trusts too many'),
  );

  it.each([
    'true',
    '*',
    '1',
    'yes',
    '',
    'proxy.internal',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '10.0.0/8',
  ])('refuses %j, which is no address', (text) =>
    expect(() => parseTrustedProxy(text)).toThrow('must list addresses'),
  );

  it('is checked with the other options', () => {
    expect(() => resolveOptions({ trustedProxies: ['loopback', 'true'] })).toThrow(
      'trustedProxies.1: must list addresses',
    );
    expect(resolveOptions({}).trustedProxies).toEqual([]);
  });
});

describe('CSR-03 the list of allowed origins', () => {
  it.each(['https://app.shop.test', 'http://localhost:3000', 'https://xn--bcher-kva.test'])(
    'takes %s',
    (text) => expect(parseAllowedOrigin(text)).toBe(text),
  );

  it.each([
    'null',
    '*',
    'https://*.shop.test',
    'https://app.shop.test/',
    'https://app.shop.test/path',
    'https://app.shop.test:443',
    'HTTPS://app.shop.test',
    'https://App.shop.test',
    'app.shop.test',
    'file://',
    'https://user@app.shop.test',
    '',
  ])('refuses %j', (text) => {
    expect(() => parseAllowedOrigin(text)).toThrow('must list origins');
    expect(() => resolveOptions({ allowedOrigins: [text] })).toThrow('allowedOrigins.0: must list origins');
  });
});
