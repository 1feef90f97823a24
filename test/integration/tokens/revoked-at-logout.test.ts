import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { testSize } from '../../support/test-size.ts';
import { askToken } from '../identity-provider/ask-provider.ts';
import { ask, logOut, outcomeOf, type Shop, startShop } from './start-shop.ts';

const NOBODY = { status: 200, code: 'UNAUTHENTICATED' };

describe('the refresh token of a session', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await startShop({ processes: 2 });
  });

  const tokens = () => shop.idp.models.all('RefreshToken').map(({ jti }) => String(jti));
  const isActive = async (token: string) =>
    (await askToken(shop.idp, { token }, '/token/introspection')).body['active'];

  /** Somebody new, and their refresh token as the provider knows it. */
  async function signIn() {
    const before = new Set(tokens());
    const jar = await shop.signIn();
    const [token = ''] = tokens().filter((one) => !before.has(one));
    return { jar, token };
  }

  it('TOK-03 is worth nothing once somebody has signed out', async () => {
    const { jar, token } = await signIn();
    expect(await isActive(token)).toBe(true);
    expect(await logOut(shop.processes[1], jar)).toBe(200);
    expect(await isActive(token)).toBe(false);
    expect(outcomeOf(await ask(shop.processes[0], jar))).toEqual(NOBODY);
    expect(await shop.redis.command('keys', '*pending*')).toBe('');
  });

  it('TOK-03 is revoked within a minute after the provider is back, by whichever process is left', async () => {
    const people = testSize.repetitions({ ci: 2, full: 30 });
    const [process, other] = shop.processes;
    const signedIn = [];
    for (let one = 0; one < people; one += 1) signedIn.push(await signIn());
    shop.idp.forget();
    await shop.idp.stop();

    const began = performance.now();
    const left = await Promise.all(signedIn.map(({ jar }) => logOut(other, jar)));
    expect(left).toEqual(signedIn.map(() => 200));
    expect(performance.now() - began).toBeLessThan(testSize.allowed(3_000));
    // Signed out is signed out, whatever the provider knows of it.
    for (const { jar } of signedIn) expect(outcomeOf(await ask(process, jar))).toEqual(NOBODY);
    other?.kill('SIGKILL');
    await setTimeout(testSize.repetitions({ ci: 1, full: 60_000 }));
    const kept = await shop.redis.command('hgetall', 'gatehouse:web:{pending}:sealed');
    expect(kept.split('\n')).toHaveLength(people * 2);
    for (const { token } of signedIn) expect(kept).not.toContain(token);

    await shop.idp.start();
    const back = performance.now();
    for (const { token } of signedIn) {
      while (await isActive(token)) {
        expect(performance.now() - back).toBeLessThan(60_000);
        await setTimeout(100);
      }
    }
    expect(shop.idp.count('revocation')).toBeGreaterThanOrEqual(people);
  }, 200_000);

  it('TOK-03 stops no process from ending, while the provider hangs', async () => {
    const process = await shop.startProcess();
    const { jar } = await signIn();
    shop.idp.fail('revocation', 'hang');
    expect(await logOut(process, jar)).toBe(200);
    const began = performance.now();
    expect((await process.stop()).code).toBe(0);
    expect(performance.now() - began).toBeLessThan(testSize.allowed(5_000));
    shop.idp.heal();
  });
});
