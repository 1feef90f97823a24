import { describe, expect, it } from '@jest/globals';
import { array, assert, asyncProperty, constantFrom, integer, record } from 'fast-check';
import { testSize } from '../../support/test-size.ts';
import { type DiaryAnswer, startDiary } from './start-diary.ts';

/** One name for several operations, so that whoever keeps answers by what was asked finds another user's. */
const QUERIES = [
  '{ entry(id: "a") { id owner } }',
  '{ a: entry(id: "a") { id owner } b: entry(id: "a") { owner } }',
  '{ entry(id: "a") { owner next { id owner next { id owner } } } }',
  '{ entry(id: "b") { owner next { owner } } front { owner } }',
  'mutation { write(id: "a") { owner next { owner } } }',
  '{ entry(id: "a") { owner } audit(id: "a") { owner } }',
  '{ front { owner } audit(id: "a") { owner } }',
] as const;

const operation = record({
  user: integer({ min: 0, max: 19 }),
  query: constantFrom(...QUERIES),
  ends: integer({ min: 0, max: 30 }),
});
/** In flight at a time. */
const WIDTH = 40;

describe('answers of services', () => {
  it('TOK-08 are those of whoever asks, however 2 to 20 users interleave and whatever caches are told', async () => {
    const diary = await startDiary({ lifetimeMs: () => 20 + Math.random() * 400 });
    const numRuns = testSize.repetitions({ ci: 3, full: 200 });
    const length = testSize.repetitions({ ci: 100, full: 500 });
    let asked = 0;
    const runs = asyncProperty(
      integer({ min: 2, max: 20 }),
      array(operation, { minLength: length, maxLength: length }),
      async (users, operations) => {
        const next = operations.values();
        const askOn = async (): Promise<void> => {
          for (const { user, query, ends } of next) {
            const name = `user-${user % users}`;
            if (ends === 0) diary.tokens.forget(`session of ${name}`);
            expectOwn(await diary.ask(name, query), name);
            asked += 1;
          }
        };
        await Promise.all(Array.from({ length: WIDTH }, askOn));
      },
    );
    await assert(runs, { numRuns, endOnFailure: true });
    expect(asked).toBe(numRuns * length);
    // Tokens were kept for many calls, so that what is proved here is proved of the memory for tokens, too.
    expect(diary.exchanges()).toBeLessThan(diary.shown.length / 2);
  }, 1_200_000);

  it('TOK-08 are nobody’s for nobody, who asks among users', async () => {
    const diary = await startDiary();
    const answers = await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const user = index % 3 === 0 ? undefined : `user-${index % 5}`;
        return { user, answer: await diary.ask(user, '{ entry(id: "a") { owner } front { owner } }') };
      }),
    );
    const refused = expect.objectContaining({
      extensions: expect.objectContaining({ code: 'UNAUTHENTICATED' }),
    });
    for (const { user, answer } of answers) {
      expect(answer.data).toEqual({
        entry: user === undefined ? null : { owner: user },
        front: { owner: 'nobody' },
      });
      expect(answer.errors).toEqual(user === undefined ? [refused] : undefined);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });
});

/** Every owner in the answer, wherever it stands, is who may stand there. */
function expectOwn({ data, errors }: DiaryAnswer, user: string): void {
  expect(errors).toBeUndefined();
  for (const [field, value] of Object.entries(data ?? {})) {
    const owners = ownersIn(value);
    expect(owners.length).toBeGreaterThan(0);
    const expected = { front: 'nobody', audit: 'system' }[field] ?? user;
    expect([...new Set(owners)]).toEqual([expected]);
  }
}

function ownersIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(ownersIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    name === 'owner' ? [inner] : ownersIn(inner),
  );
}
