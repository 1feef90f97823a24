import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type CryptoKey, importJWK, type JWTPayload } from 'jose';
import { GatewayError } from '../../../../gateway/errors.ts';
import { authenticateBearer } from '../../../../gateway/session/bearer/authenticate-bearer.ts';
import { personKeyOf, providerSessionKeyOf } from '../../../../gateway/session/person-key-of.ts';
import { generateSigner, type Signer } from '../../../support/generate-signer.ts';
import { createVirtualClock } from '../../upstream/virtual-clock.ts';

const ISSUER = 'https://id.test';
let signer: Signer;
let key: CryptoKey;
beforeAll(async () => {
  signer = await generateSigner({ alg: 'ES256', kid: 'one' });
  const imported = await importJWK(signer.publicJwk, 'ES256');
  if (imported instanceof Uint8Array) throw new Error('a public key is no secret');
  key = imported;
});

function open(isRevoked: (targets: readonly string[], issuedAtMs: number) => boolean = () => false) {
  const clock = createVirtualClock();
  let verified = 0;
  const authenticate = authenticateBearer({
    issuer: ISSUER,
    audience: 'mobile-bff',
    clock,
    keys: async () => {
      verified += 1;
      return key;
    },
    revocations: { isRevoked },
  });
  const seconds = () => Math.floor(clock.now() / 1_000);
  const mint = (claims: JWTPayload = {}) =>
    signer.sign(
      {
        iss: ISSUER,
        aud: 'mobile-bff',
        sub: 'u_ada',
        client_id: 'mobile-app',
        scope: 'orders:read accounts:read',
        iat: seconds(),
        exp: seconds() + 300,
        ...claims,
      },
      { typ: 'at+jwt' },
    );
  const show = async (token: string) => {
    const request = new IncomingMessage(new Socket());
    request.headers.authorization = `Bearer ${token}`;
    try {
      return (await authenticate(request)) ?? 'nobody';
    } catch (error) {
      return error instanceof GatewayError ? error.code : String(error);
    }
  };
  return { clock, mint, show, seconds, authenticate, verified: () => verified };
}

describe('a bearer token', () => {
  it('says who asks, what they may do, and what services can be shown', async () => {
    const { mint, show } = open();
    const token = await mint({ locale: 'de' });
    const viewer = await show(token);
    if (typeof viewer === 'string') throw new Error(viewer);
    expect([viewer.sub, [...viewer.scopes], viewer.claims['locale']]).toEqual([
      'u_ada',
      ['orders:read', 'accounts:read'],
      'de',
    ]);
    expect(await viewer.accessToken()).toBe(token);
    expect(viewer.key).toMatch(/^[\w-]{43}$/);
  });

  it('has a key of its own, the same each time', async () => {
    const { mint, show } = open();
    const tokens = [await mint({ jti: 'a' }), await mint({ jti: 'b' })];
    const keys = await Promise.all(
      [...tokens, ...tokens].map(async (token) => {
        const viewer = await show(token);
        return typeof viewer === 'string' ? viewer : viewer.key;
      }),
    );
    expect([new Set(keys).size, keys.slice(0, 2)]).toEqual([2, keys.slice(2)]);
  });

  it('without scopes may do nothing', async () => {
    const { mint, show } = open();
    expect(await show(await mint({ scope: '' }))).toMatchObject({ scopes: new Set() });
  });

  it('is nobody’s when there is none', async () => {
    const { authenticate } = open();
    expect(await authenticate(new IncomingMessage(new Socket()))).toBeNull();
  });

  it('is verified once, and again after five minutes', async () => {
    const { mint, show, clock, verified, seconds } = open();
    const token = await mint({ exp: seconds() + 3_600 });
    await show(token);
    await show(token);
    clock.advance(299_000);
    await show(token);
    expect(verified()).toBe(1);
    clock.advance(2_000);
    await show(token);
    expect(verified()).toBe(2);
  });

  it('is refused once it has expired, however often it passed before', async () => {
    const { mint, show, clock } = open();
    const token = await mint();
    expect(await show(token)).toMatchObject({ sub: 'u_ada' });
    clock.advance(331_000);
    expect(await show(token)).toBe('UNAUTHENTICATED');
  });

  it('is granted 30 seconds for clocks that differ', async () => {
    const { mint, show, seconds } = open();
    const now = seconds();
    expect(await show(await mint({ nbf: now + 30, iat: now + 30 }))).toMatchObject({ sub: 'u_ada' });
    expect(await show(await mint({ nbf: now + 32 }))).toBe('UNAUTHENTICATED');
    expect(await show(await mint({ iat: now + 32 }))).toBe('UNAUTHENTICATED');
    expect(await show(await mint({ exp: now - 29 }))).toMatchObject({ sub: 'u_ada' });
    expect(await show(await mint({ exp: now - 31 }))).toBe('UNAUTHENTICATED');
  });

  it.each([
    ['names a session', { sid: 's1' }, `session:${providerSessionKeyOf(ISSUER, 's1')}`],
    ['names none', {}, `unnamed:${personKeyOf(ISSUER, 'u_ada')}`],
  ])('that %s is held against what was revoked, also when it is remembered', async (_, claims, second) => {
    const seen: unknown[] = [];
    let revoked = false;
    const { mint, show, seconds } = open((targets, issuedAtMs) => {
      seen.push(targets, issuedAtMs);
      return revoked;
    });
    const issuedAt = seconds();
    const token = await mint(claims);
    expect(await show(token)).toMatchObject({ sub: 'u_ada' });
    expect(seen).toEqual([[`person:${personKeyOf(ISSUER, 'u_ada')}`, second], issuedAt * 1_000]);
    revoked = true;
    expect(await show(token)).toBe('UNAUTHENTICATED');
  });

  it('is an outage while nobody knows what was revoked; who shows none goes on', async () => {
    const { mint, show, authenticate } = open(() => {
      throw new GatewayError('SESSIONS_UNAVAILABLE');
    });
    expect(await show(await mint())).toBe('SESSIONS_UNAVAILABLE');
    expect(await show('a.b.c')).toBe('UNAUTHENTICATED');
    expect(await authenticate(new IncomingMessage(new Socket()))).toBeNull();
  });
});
