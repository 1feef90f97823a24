import { expect, test } from '@jest/globals';
import { createReplays } from '../../../mocks/behaviour/replays.ts';

const asked = { key: 'k', fingerprint: 'f' };

test('an answer that failed is not kept, whether it was thrown or a server error', async () => {
  const replays = createReplays();
  await expect(replays.once(asked, () => Promise.reject(new Error('once')))).rejects.toThrow('once');
  const statuses: (number | undefined)[] = [];
  for (const status of [503, 201, 204])
    statuses.push((await replays.once(asked, () => Promise.resolve(Response.json({}, { status }))))?.status);
  expect(statuses).toEqual([503, 201, 201]);
});

test('the oldest of more than 1,000 answers is forgotten', async () => {
  const replays = createReplays();
  let made = 0;
  const ask = (key: string) =>
    replays.once({ key, fingerprint: 'f' }, () => {
      made += 1;
      return Promise.resolve(new Response(String(made)));
    });
  for (let index = 0; index < 1_001; index += 1) await ask(`key ${index}`);
  await ask('key 1');
  expect(made).toBe(1_001);
  await ask('key 0');
  expect(made).toBe(1_002);
});
