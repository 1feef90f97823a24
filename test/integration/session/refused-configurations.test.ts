import { describe, expect, it } from '@jest/globals';
import { EnvironmentError, parseEnvironment } from '#gateway';
import { expandServices } from '../../../gateway/environment/define-gateway-environment.ts';
import { webEnvironment } from '../../../web-bff/config.ts';
import { BFFS, PRODUCTION } from '../../support/bffs.ts';
import { started } from '../../support/leftovers.ts';
import { startMocks } from '../../support/mock-servers.ts';
import { runBff } from '../../support/start-bff.ts';
import { testSize } from '../../support/test-size.ts';
import { createKeyText } from './connect-to.ts';
import { startSignIn } from './start-sign-in.ts';

const web = BFFS.find(({ name }) => name === 'web');
const { urls } = started(await startMocks());

const GOOD = PRODUCTION['SESSION_SECRETS'] ?? '';
const PUBLIC_KEY = JSON.stringify({ ...JSON.parse(createKeyText()), d: undefined });

/** Each alone keeps a process of production from starting. */
const BAD: readonly (readonly [name: string, env: Record<string, string>, told: RegExp])[] = [
  ['no secret', { SESSION_SECRETS: '' }, /SESSION_SECRETS is required/],
  ['a short secret', { SESSION_SECRETS: 'x1b2c3d4'.repeat(3) }, /SESSION_SECRETS must be .* 32 bytes/],
  [
    'a good secret and a short one',
    { SESSION_SECRETS: `${GOOD},short` },
    /SESSION_SECRETS must be .* 32 bytes/,
  ],
  ['an empty entry', { SESSION_SECRETS: `${GOOD},` }, /SESSION_SECRETS must be .* 32 bytes/],
  ['a secret that is none', { SESSION_SECRETS: 'a'.repeat(64) }, /SESSION_SECRETS must be random/],
  [
    'the secret of compose',
    { SESSION_SECRETS: `${GOOD},for-development-only-4f1b7c96e2d80a35` },
    /SESSION_SECRETS must not be those for development/,
  ],
  [
    'the secret that the local provider knows',
    { OIDC_CLIENT_SECRET: 'web-bff-development-secret' },
    /OIDC_CLIENT_SECRET must not be the one for development/,
  ],
  ['no Redis: sessions in memory', { REDIS_URL: '' }, /REDIS_URL is required/],
  ['no address of Redis', { REDIS_URL: 'localhost:6379' }, /REDIS_URL must be/],
  ['no provider', { OIDC_ISSUER: '' }, /OIDC_ISSUER is required/],
  ['a provider over http', { OIDC_ISSUER: 'http://id.shop.example' }, /OIDC_ISSUER must be https/],
  [
    'a provider over http on this machine',
    { OIDC_ISSUER: 'http://localhost:4100' },
    /OIDC_ISSUER must be https/,
  ],
  ['our own origin over http', { PUBLIC_ORIGIN: 'http://shop.example' }, /PUBLIC_ORIGIN must be https/],
  [
    'our own origin on this machine',
    { PUBLIC_ORIGIN: 'http://localhost:4000' },
    /PUBLIC_ORIGIN must be https/,
  ],
  ['no proof of who we are', { OIDC_CLIENT_SECRET: '' }, /OIDC_CLIENT_SECRET or OIDC_CLIENT_KEY is required/],
  ['two proofs', { OIDC_CLIENT_KEY: createKeyText() }, /OIDC_CLIENT_SECRET is set together/],
  [
    'a public key',
    { OIDC_CLIENT_SECRET: '', OIDC_CLIENT_KEY: PUBLIC_KEY },
    /OIDC_CLIENT_KEY must be one private/,
  ],
  ['an endpoint over http', { OIDC_ORIGINS: 'http://keys.example' }, /OIDC_ORIGINS must be https/],
  ['another prefix', { SESSION_COOKIE_PREFIX: 'x-' }, /SESSION_COOKIE_PREFIX must be one of/],
  ['sessions without an end', { SESSION_ABSOLUTE_SECONDS: '0' }, /SESSION_ABSOLUTE_SECONDS must be/],
  ['scopes that are none', { OIDC_SCOPES: 'orders:"read"' }, /OIDC_SCOPES must be scopes/],
];

/** Every build reads most environments as the process does; the requirement's own run starts a process for each. */
async function complaintAbout(env: Readonly<Record<string, string>>): Promise<string> {
  if (!testSize.isFull) return mistakesOf(env);
  const { code, complaint } = await runBff(web!, { services: urls, env });
  expect(code).toBe(1);
  return complaint;
}

function mistakesOf(env: Readonly<Record<string, string>>): string {
  try {
    parseEnvironment(expandServices(webEnvironment, []), env, () => '');
    return 'nothing';
  } catch (error) {
    return error instanceof EnvironmentError ? error.message : String(error);
  }
}

describe('a process of production', () => {
  it.each(BAD)('SES-11 does not start with %s', async (_, env, told) => {
    const complaint = await complaintAbout({ ...PRODUCTION, ...env });
    expect(complaint).toMatch(told);
    // What is wrong with a secret is told, not the secret.
    const secrets = [env['SESSION_SECRETS'] ?? '', env['OIDC_CLIENT_KEY'] ?? ''];
    for (const secret of secrets.filter(({ length }) => length > 8)) expect(complaint).not.toContain(secret);
  });

  it('SES-11 tells all of it at once', async () => {
    const env = {
      ...PRODUCTION,
      SESSION_SECRETS: 'short',
      REDIS_URL: '',
      PUBLIC_ORIGIN: 'http://shop.example',
      OIDC_ISSUER: '',
      OIDC_CLIENT_SECRET: '',
    };
    const { code, complaint } = await runBff(web!, { services: urls, env });
    expect([code, complaint]).toEqual([1, expect.stringContaining('5 mistake(s)')]);
  });
});

describe('a gateway of production inside another program', () => {
  it('SES-11 does not come to be with what a process would not start with', async () => {
    const refused = startSignIn({
      issuer: 'http://localhost:4100',
      publicOrigin: 'http://shop.example',
      options: { production: true },
      session: { secrets: ['short'] },
    });
    await expect(refused).rejects.toThrow(/redisUrl[^]*publicOrigin[^]*issuer[^]*secrets/);
  });
});
