import { setTimeout } from 'node:timers/promises';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, KNOWN, outcomeOf, type Shop, signInFor, startShop } from './start-shop.ts';

describe('tokens that have run out', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await startShop({ processes: 2 });
  });
  beforeEach(() => shop.idp.heal());

  async function signInWithOldTokens() {
    const jar = await signInFor(shop, 1);
    await setTimeout(1_000);
    return jar;
  }
  const refreshes = () => shop.idp.count('token', 'refresh_token');

  it('TOK-01 are refreshed once for 100 parallel requests at two processes, which are all answered', async () => {
    for (let round = 0; round < 3; round += 1) {
      const jar = await signInWithOldTokens();
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, index) => ask(shop.processes[index % 2], jar)),
      );
      expect(answers.map(outcomeOf)).toEqual(Array.from({ length: 100 }, () => KNOWN));
      expect(refreshes()).toBe(1);
      for (const process of shop.processes) expect(outcomeOf(await ask(process, jar))).toEqual(KNOWN);
      expect(refreshes()).toBe(1);
    }
  });

  it('TOK-01 are refreshed once each time, however slow the provider is', async () => {
    const jar = await signInWithOldTokens();
    shop.idp.fail('token', { delayMs: 1_000 });
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => ask(shop.processes[index % 2], jar)),
    );
    expect(answers.map(outcomeOf)).toEqual(Array.from({ length: 100 }, () => KNOWN));
    expect(refreshes()).toBe(1);
  });
});
