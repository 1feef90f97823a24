import { expect, test } from '@jest/globals';
import { GatewayError } from '../../../gateway/errors.ts';
import { allowedTarget, MAX_PATH_BYTES } from '../../../gateway/upstream/allowed-target.ts';
import { resolveServiceSettings } from '../../../gateway/upstream/resolve-service-settings.ts';

const services = new Map([
  ['orders', resolveServiceSettings('orders', { url: 'http://orders.internal:8080' })],
  ['catalog', resolveServiceSettings('catalog', { url: 'https://api.internal/catalog/v1/' })],
]);

test.each([
  ['orders', '/orders/1?x=1', '/orders/1?x=1'],
  ['catalog', '/products', '/catalog/v1/products'],
  ['orders', '/orders/a%2Fb', '/orders/a%2Fb'],
  ['orders', '/orders/1.2..3', '/orders/1.2..3'],
  ['orders', '/orders/100%25', '/orders/100%25'],
  ['orders', '/orders/%E2%82%AC?next=../x', '/orders/%E2%82%AC?next=../x'],
])('TOK-06 sends %s %s as %s', (service, path, sent) => {
  expect(allowedTarget(services, { service, path }).path).toBe(sent);
});

test.each([
  '',
  'orders',
  '//evil',
  '/../admin',
  '/orders/..',
  '/orders/./1',
  '/orders/%2e%2e/admin',
  '/orders/..%2f..%2Fadmin',
  '/orders/%252e%252e%252fadmin',
  '/orders/..;/admin',
  '/orders/..%5cadmin',
  '/orders/..\\admin',
  '/orders/1#',
  '/orders/1\r\nhost: evil',
  '/orders/1 HTTP/1.1',
  '/orders/zażółć',
  '/orders/%c0%ae%c0%ae/admin',
  `/orders/${'%25'.repeat(1)}${'25'.repeat(9)}2e`,
  // Harmless, but no id is encoded so often.
  `/orders/%${'25'.repeat(6)}61`,
  `/orders/${'x'.repeat(MAX_PATH_BYTES)}`,
])('TOK-06 refuses the path %j', (path) => {
  expect(() => allowedTarget(services, { service: 'orders', path })).toThrow(
    expect.objectContaining({ code: 'UPSTREAM_REJECTED', detail: { service: 'orders' } }),
  );
});

test('TOK-06 refuses a service that nobody configured', () => {
  expect(() => allowedTarget(services, { service: '__proto__', path: '/' })).toThrow(GatewayError);
});
