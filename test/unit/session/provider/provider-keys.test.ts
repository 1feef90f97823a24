import { beforeAll, describe, expect, it } from '@jest/globals';
import { type JWK, jwtVerify } from 'jose';
import {
  createProviderKeys,
  KEYS_FRESH_MS,
  KEYS_USABLE_MS,
} from '../../../../gateway/session/provider/provider-keys.ts';
import { generateSigner, type Signer } from '../../../support/generate-signer.ts';
import { createVirtualClock } from '../../upstream/virtual-clock.ts';

let first: Signer;
let second: Signer;
let stranger: Signer;
beforeAll(async () => {
  [first, second, stranger] = await Promise.all([
    generateSigner({ kid: 'first' }),
    generateSigner({ kid: 'second' }),
    generateSigner({ kid: 'stranger' }),
  ]);
});

/** A provider in the test's hand: what it publishes, and how it fails. */
function provide(...published: readonly JWK[]) {
  const clock = createVirtualClock();
  const provider = {
    published,
    asked: [] as string[],
    answer: undefined as string | undefined,
    status: 200,
    hangs: false,
  };
  const warnings: string[] = [];
  const keys = createProviderKeys({
    clock,
    log: { warn: (_, message) => void warnings.push(message) },
    jwksUri: async () => 'https://provider.test/jwks',
    fetch: async (url) => {
      provider.asked.push(url);
      if (provider.hangs) return new Promise(() => undefined);
      return new Response(provider.answer ?? JSON.stringify({ keys: provider.published }), {
        status: provider.status,
      });
    },
  });
  const verify = async (token: string): Promise<string> => {
    try {
      await jwtVerify(token, keys, { currentDate: new Date(clock.now()) });
      return 'good';
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : String(error);
    }
  };
  return { clock, provider, verify, warnings };
}

describe('keys of the provider', () => {
  it('are asked for once by all who come first, and not again while they are fresh', async () => {
    const { clock, provider, verify } = provide(first.publicJwk);
    const token = await first.sign({});
    expect(await Promise.all(Array.from({ length: 20 }, () => verify(token)))).toEqual(
      Array(20).fill('good'),
    );
    clock.advance(KEYS_FRESH_MS);
    expect([await verify(token), provider.asked]).toEqual(['good', ['https://provider.test/jwks']]);
  });

  it('are renewed beside the requests, so that a key that was withdrawn is refused', async () => {
    const { clock, provider, verify } = provide(first.publicJwk);
    const token = await first.sign({});
    await verify(token);
    provider.published = [second.publicJwk];
    clock.advance(KEYS_FRESH_MS + 1);
    expect(await verify(token)).toBe('good');
    await new Promise(setImmediate);
    expect([await verify(token), provider.asked.length]).toEqual(['ERR_JWKS_NO_MATCHING_KEY', 3]);
  });

  it.each([
    ['it answers 500', { status: 500 }],
    ['it redirects', { status: 302 }],
    ['it answers no JSON', { answer: '<html>' }],
    ['it answers an empty set', { answer: '{"keys":[]}' }],
    ['it answers something else', { answer: '{"keys":{}}' }],
    ['it answers keys that are none', { answer: '{"keys":[1]}' }],
    ['it answers without end', { answer: `{"keys":[{"kty":"RSA"}],"x":"${'x'.repeat(262_144)}"}` }],
  ])('stay in use when %s', async (_, fault) => {
    const { clock, provider, verify, warnings } = provide(first.publicJwk);
    const token = await first.sign({});
    await verify(token);
    Object.assign(provider, fault);
    for (let minutes = 11; minutes < 24 * 60; minutes += 11) {
      clock.advance(11 * 60_000);
      expect(await verify(token)).toBe('good');
      await new Promise(setImmediate);
    }
    expect(new Set(warnings)).toEqual(new Set(['the keys of the provider cannot be had']));
    clock.advance(KEYS_USABLE_MS);
    expect(await verify(token)).toBe('SIGN_IN_UNAVAILABLE');
  });

  it('are not waited for longer than 3 seconds', async () => {
    const { clock, provider, verify } = provide(first.publicJwk);
    provider.hangs = true;
    const outcome = verify(await first.sign({}));
    await new Promise(setImmediate);
    clock.advance(3_000);
    expect(await outcome).toBe('SIGN_IN_UNAVAILABLE');
  });

  it('are asked for less and less often while there are none, and are there soon after the provider is', async () => {
    const { clock, provider, verify } = provide(first.publicJwk);
    provider.status = 503;
    const token = await first.sign({});
    for (let seconds = 0; seconds < 120; seconds++) {
      expect(await verify(token)).toBe('SIGN_IN_UNAVAILABLE');
      clock.advance(1_000);
    }
    expect(provider.asked.length).toBeLessThanOrEqual(8);
    provider.status = 200;
    clock.advance(30_000);
    expect(await verify(token)).toBe('good');
  });

  it('that nobody knows are an outage, and no bad token, while the provider does not answer', async () => {
    const { clock, provider, verify } = provide(first.publicJwk);
    await verify(await first.sign({}));
    provider.status = 500;
    provider.published = [second.publicJwk];
    const token = await second.sign({});
    expect([await verify(token), await verify(token)]).toEqual(Array(2).fill('SIGN_IN_UNAVAILABLE'));
    provider.status = 200;
    clock.advance(30_000);
    expect([await verify(token), provider.asked.length]).toEqual(['good', 3]);
  });

  it.each([
    [
      'a token that names no key, when two would do',
      () => [first.publicJwk, second.publicJwk],
      {},
      'ERR_JWKS_MULTIPLE_MATCHING_KEYS',
    ],
    [
      'a key for encryption',
      () => [{ ...first.publicJwk, use: 'enc' }],
      { kid: 'first' },
      'ERR_JWKS_NO_MATCHING_KEY',
    ],
    [
      'a key of another algorithm',
      () => [{ ...first.publicJwk, alg: 'PS256' }],
      { kid: 'first' },
      'ERR_JWKS_NO_MATCHING_KEY',
    ],
    [
      'a key that may not verify',
      () => [{ ...first.publicJwk, key_ops: ['encrypt'] }],
      { kid: 'first' },
      'ERR_JWKS_NO_MATCHING_KEY',
    ],
    [
      'two keys of one name',
      () => [first.publicJwk, { ...second.publicJwk, kid: 'first' }],
      { kid: 'first' },
      'ERR_JWKS_MULTIPLE_MATCHING_KEYS',
    ],
  ])('do not fit %s', async (_, published, { kid }: { kid?: string }, code) => {
    const { verify } = provide(...published());
    expect(await verify(await first.sign({}, { kid }))).toBe(code);
  });

  it('fit a token that names none when there is one', async () => {
    const { verify } = provide(first.publicJwk);
    expect(await verify(await first.sign({}, { kid: undefined }))).toBe('good');
  });

  it('are never the ones that a token brings along', async () => {
    const { provider, verify } = provide(first.publicJwk);
    const brought = {
      jwk: stranger.publicJwk,
      jku: 'https://evil.test/jwks',
      x5u: 'https://evil.test/x5u',
    };
    expect(await verify(await stranger.sign({}, { ...brought, kid: 'first' }))).toBe(
      'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    );
    expect(await verify(await stranger.sign({}, brought))).toBe('ERR_JWKS_NO_MATCHING_KEY');
    expect(new Set(provider.asked)).toEqual(new Set(['https://provider.test/jwks']));
  });
});

describe('OID-05 keys that nobody knows', () => {
  it('after a rotation, the next token passes, with one more request to the provider', async () => {
    const { provider, verify } = provide(first.publicJwk);
    await verify(await first.sign({}));
    provider.published = [second.publicJwk, first.publicJwk];
    expect([await verify(await second.sign({})), provider.asked.length]).toEqual(['good', 2]);
    expect([await verify(await first.sign({})), provider.asked.length]).toEqual(['good', 2]);
  });

  it.each([
    ['of a fresh process', false, 200],
    ['of a process that has keys', true, 200],
    ['while the provider fails', true, 500],
  ])('1,000 of them %s reach the provider once in 30 seconds', async (_, warm, status) => {
    const { clock, provider, verify } = provide(first.publicJwk);
    if (warm) await verify(await first.sign({}));
    provider.status = status;
    const before = provider.asked.length;
    const [head = '', ...rest] = (await stranger.sign({})).split('.');
    const header: object = JSON.parse(Buffer.from(head, 'base64url').toString());
    for (let count = 0; count < 1_000; count++) {
      const named = Buffer.from(JSON.stringify({ ...header, kid: `k${count}` })).toString('base64url');
      expect(await verify([named, ...rest].join('.'))).not.toBe('good');
      clock.advance(150);
    }
    expect(provider.asked.length - before).toBeLessThanOrEqual(5); // in 150 seconds
  });
});
