import { expect, test } from '@jest/globals';
import {
  resolveServiceSettings,
  SERVICE_DEFAULTS,
} from '../../../gateway/upstream/resolve-service-settings.ts';

test('fills in the defaults and freezes the result', () => {
  const settings = resolveServiceSettings('orders', { url: 'http://orders:8080/v1', timeoutMs: 500 });

  expect(settings).toEqual({ ...SERVICE_DEFAULTS, url: 'http://orders:8080/v1', timeoutMs: 500 });
  expect(Object.isFrozen(settings)).toBe(true);
});

function mistakes() {
  return resolveServiceSettings('orders', {
    url: 'ftp://ann:secret@orders?x=1',
    timeoutMs: 0,
    connections: 1.5,
  });
}

test('names all mistakes at once, and repeats no password', () => {
  expect(mistakes).toThrow(TypeError);
  expect(mistakes).toThrow(/^Service orders: .*http: or https:.*credentials.*query.*timeoutMs.*connections/);
  expect(mistakes).not.toThrow(/secret/);
});

test.each(['', 'orders:8080/x', '//orders'])('refuses the URL %j', (url) => {
  expect(() => resolveServiceSettings('orders', { url })).toThrow(/url must be/);
});

test('refuses tokens and audiences that nobody knows', () => {
  const options = { url: 'http://orders', audience: 'two words' };
  // What a program without types could say.
  Object.assign(options, { token: 'id' });

  expect(() => resolveServiceSettings('orders', options)).toThrow(
    /token must be exchange, propagate or none; audience must be 1 to 256 visible ASCII characters/,
  );
});
