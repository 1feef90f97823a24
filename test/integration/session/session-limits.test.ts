import { beforeEach, describe, expect, it } from '@jest/globals';
import { started } from '../../support/leftovers.ts';
import { type MaliciousProvider, startMaliciousProvider } from '../../support/malicious-provider.ts';
import { testSize } from '../../support/test-size.ts';
import { createMovedClock, startSignIn } from './start-sign-in.ts';

const MINUTE_MS = 60_000;

let provider: MaliciousProvider;
let clock: ReturnType<typeof createMovedClock>;

beforeEach(async () => {
  clock = createMovedClock();
  // Its access tokens outlive every session here: what ends one is its own limits.
  provider = started(await startMaliciousProvider({ accessTokenSeconds: 1_000_000 }));
});

const start = async (idleMinutes: number, absoluteMinutes: number) =>
  startSignIn({
    ...provider,
    clock,
    session: { idleMs: idleMinutes * MINUTE_MS, absoluteMs: absoluteMinutes * MINUTE_MS },
  });

describe('a session', () => {
  it('SES-06 that is used every minute ends at its absolute limit all the same', async () => {
    const minutes = testSize.repetitions({ ci: 60, full: 720 });
    const gateway = await start(30, minutes);
    const ada = gateway.openBrowser();
    await ada.signIn();
    for (let minute = 1; minute < minutes; minute += 1) {
      clock.moveOn(MINUTE_MS);
      const use = minute % 2 === 0 ? '/bff/user' : '/bff/sessions';
      expect([minute, (await ada.ask(use)).status]).toEqual([minute, 200]);
    }
    clock.moveOn(MINUTE_MS);
    expect(await ada.user()).toBe(401);
  });

  it('SES-06 that is not used ends at its idle limit', async () => {
    const gateway = await start(30, 600);
    const ada = gateway.openBrowser();
    await ada.signIn();
    clock.moveOn(29 * MINUTE_MS);
    expect(await ada.user()).toBe(200);
    clock.moveOn(29 * MINUTE_MS);
    expect(await ada.user()).toBe(200);
    clock.moveOn(31 * MINUTE_MS);
    expect(await ada.user()).toBe(401);
  });

  it('SES-06 is not used by a page that asks with slide=false, however often', async () => {
    const gateway = await start(30, 600);
    const ada = gateway.openBrowser();
    await ada.signIn();
    for (let minute = 1; minute < 30; minute += 1) {
      clock.moveOn(MINUTE_MS);
      const answer = await ada.ask('/bff/user?slide=false');
      expect([minute, answer.status]).toEqual([minute, 200]);
      const left: { session: { expiresInSeconds: number } } = JSON.parse(answer.text);
      expect(left.session.expiresInSeconds).toBeLessThanOrEqual((30 - minute) * 60);
    }
    clock.moveOn(MINUTE_MS);
    expect((await ada.ask('/bff/user?slide=false')).status).toBe(401);
  });
});
