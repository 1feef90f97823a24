import { expect, it } from '@jest/globals';
import { started } from '../../support/leftovers.ts';
import { startMaliciousProvider } from '../../support/malicious-provider.ts';
import { startSignIn } from './start-sign-in.ts';

it('GQL-09 neighbours who sign in too often keep nobody from signing out', async () => {
  const { issuer } = started(await startMaliciousProvider());
  const gateway = await startSignIn({
    issuer,
    options: { rates: { addressRequests: 0, addressSignIns: 6 } },
  });
  const [ada, mallory] = [gateway.openBrowser(), gateway.openBrowser()];
  await ada.signIn();
  const flood = [];
  for (let index = 0; index < 8; index += 1) flood.push((await mallory.begin()).status);
  expect(flood.at(-1)).toBe(429);
  expect([(await ada.ask('/bff/logout', 'POST')).status, await ada.user()]).toEqual([200, 401]);
});
