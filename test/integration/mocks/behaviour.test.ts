import { beforeEach, describe, expect, test } from '@jest/globals';
import { started } from '../../support/leftovers.ts';
import { control, startMocks } from '../../support/mock-servers.ts';
import { type Answered, ask } from './ask.ts';

const options = {
  schemas: new URL('fixtures/stateful/contracts/', import.meta.url),
  handlers: new URL('fixtures/stateful/handlers/', import.meta.url),
};
const mocks = started(await startMocks(options));
const shelf = mocks.urls['shelf']!;
const tally = mocks.urls['tally']!;

beforeEach(() => mocks.reset());

let keys = 0;
const add = (title: string, key = `key-${(keys += 1)}`, url = shelf) =>
  ask(`${url}/books`, {
    method: 'POST',
    headers: { authorization: 'Test clerk shelf:write', 'idempotency-key': key },
    body: { title },
  });
const list = async (url = shelf) => (await ask(`${url}/books?limit=50`)).json;
const told = (answer: Answered) => {
  const members: Record<string, unknown> = JSON.parse(answer.text);
  return members;
};
const advance = async (body?: unknown): Promise<unknown> =>
  JSON.parse(await control(shelf, 'POST', '/__advance', body));

describe('rows', () => {
  test('begin with the examples of what can be read, and with generated ones that a handler completes', async () => {
    expect(await list()).toEqual([
      { id: 'book_emma', title: 'Emma', copies: 2 },
      { id: 'book_ulysses', title: 'Ulysses', copies: 1 },
      ...[1, 2, 3].map((volume) => expect.objectContaining({ title: `Volume ${volume}` })),
    ]);
  });

  test('that were created can be read and changed, and are forgotten at a reset', async () => {
    const before = await list();
    const created = await add('Middlemarch');
    expect(created.status).toBe(201);
    const url = `${shelf.replace('/v3', '')}${String(created.headers['location'])}`;
    expect(told(await ask(url))).toEqual(told(created));
    await ask(url, { method: 'PATCH', body: { copies: 4 } });
    expect(told(await ask(url))).toMatchObject({ title: 'Middlemarch', copies: 4 });
    await mocks.reset();
    expect((await ask(url)).status).toBe(404);
    expect(await list()).toEqual(before);
  });

  test('depend on the seed and on what was asked, and on nothing else', async () => {
    const same = started(await startMocks(options));
    const other = started(await startMocks({ ...options, seed: 2 }));
    const urls = [shelf, same.urls['shelf']!, other.urls['shelf']!];
    const created = await Promise.all(urls.map((url) => add('Persuasion', 'the same key', url)));
    expect(created[1]?.text).toBe(created[0]?.text);
    expect(created[2]?.text).not.toBe(created[0]?.text);
    const lists = await Promise.all(urls.map((url) => list(url)));
    expect(lists[1]).toEqual(lists[0]);
    expect(lists[2]).not.toEqual(lists[0]);
    await mocks.reset();
    expect((await add('Persuasion')).text).toBe(created[0]?.text);
  });
});

describe('refusals', () => {
  test('are the contract’s own problem in the handler’s words', async () => {
    const answer = await ask(`${shelf}/books/book_unknown`);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(told(answer)).toEqual({
      type: 'https://shelf.example/no-such-book',
      title: 'There is no such book',
      status: 404,
      detail: 'book_unknown was never here, at 2026-11-21T07:30:00Z.',
      instance: '/v3/books/book_unknown',
    });
  });

  test('may be thrown, and choose among the contract’s examples by their type', async () => {
    expect((await ask(`${shelf}/books/book_gone`, { method: 'PATCH', body: {} })).status).toBe(404);
    expect(told(await add('Emma'))).toMatchObject({ title: 'There is such a book', detail: 'Emma is here.' });
    await add('One');
    await add('Two');
    expect(told(await add('Three'))).toMatchObject({ status: 409, title: 'The shelf is full' });
  });

  test('of the contract come before any handler', async () => {
    expect((await ask(`${shelf}/books/emma`)).status).toBe(400);
    expect((await ask(`${shelf}/books`, { method: 'POST', body: { title: 'x' } })).status).toBe(401);
    expect((await add('')).status).toBe(422);
  });
});

describe('an idempotency key', () => {
  test('gets the same answer again, and what was asked is done once', async () => {
    const together = await Promise.all([add('Emma II', 'key'), add('Emma II', 'key')]);
    const answers = [...together, await add('Emma II', 'key')];
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(answers[2]?.headers['location']).toBe(answers[0]?.headers['location']);
    expect(await list()).toHaveLength(6);
  });

  test('also for a refusal, until the reset', async () => {
    await add('Taken');
    const refused = await add('Taken', 'again');
    expect([refused.status, (await add('Taken', 'again')).text]).toEqual([409, refused.text]);
    await mocks.reset();
    expect((await add('Taken', 'again')).status).toBe(201);
  });

  test('belongs to one body and one caller', async () => {
    await add('Mine', 'shared');
    const other = await add('Another', 'shared');
    expect(other.status).toBe(409);
    expect(told(other)['detail']).toBe('The Idempotency-Key was used for another request.');
    const stranger = await ask(`${shelf}/books`, {
      method: 'POST',
      headers: { authorization: 'Test stranger shelf:write', 'idempotency-key': 'shared' },
      body: { title: 'Another' },
    });
    expect(stranger.status).toBe(201);
  });
});

describe('a handler that breaks its contract', () => {
  test.each([
    ['answer', '#/copies', 'maximum'],
    ['header', '#', 'header'],
    ['event', '#', 'additionalProperties'],
    ['status', '#', 'status'],
  ])('with its %s is a loud 500 that names pointer and rule', async (how, pointer, rule) => {
    const answer = await ask(`${shelf}/wrong/${how}`);
    expect(answer.status).toBe(500);
    expect(told(answer)['errors']).toEqual([{ pointer, rule, detail: expect.any(String) }]);
    expect(told(answer)['detail']).toMatch(/^(the event )?shelf\.\w+ .*breaks the contract/);
  });

  test('with the operation that it takes itself for is one too', async () => {
    expect((await ask(`${shelf}/wrong/operation`)).status).toBe(500);
  });

  test('with a row is one too, and the row stays as it was', async () => {
    const answer = await ask(`${shelf}/books/book_emma`, { method: 'PATCH', body: { copies: 10 } });
    expect(told(answer)).toMatchObject({
      status: 500,
      detail: 'shelf.Book book_emma breaks the contract at /copies: must be <= 9 (maximum)',
      errors: [{ pointer: '#/copies', rule: 'maximum' }],
    });
    expect(told(await ask(`${shelf}/books/book_emma`))).toMatchObject({ copies: 2 });
  });
});

describe('services', () => {
  test('hear what others announce, and fail on their own', async () => {
    await add('Emma II');
    expect((await add('Unheard of')).status).toBe(201);
    expect(told(await ask(`${tally}/counts`))).toEqual({ books: 1, titles: ['Emma II'] });
    const events = JSON.parse(await control(shelf, 'GET', '/__events'));
    expect(events).toMatchObject([
      { event: 'shelf.bookAdded', at: '2026-11-21T07:30:01Z', body: { book: { title: 'Emma II' } } },
      { event: 'shelf.bookAdded', at: '2026-11-21T07:30:02Z', body: { book: { title: 'Unheard of' } } },
    ]);
    expect(JSON.parse(await control(tally, 'GET', '/__events'))).toEqual([]);
  });

  test('are reset together, whichever of them is asked', async () => {
    await add('Emma II');
    await control(tally, 'POST', '/__reset');
    expect(told(await ask(`${tally}/counts`))).toEqual({ books: 0, titles: [] });
    expect(await list()).toHaveLength(5);
    expect(JSON.parse(await control(shelf, 'GET', '/__events'))).toEqual([]);
    await add('Emma III');
    expect(told(await ask(`${tally}/counts`))).toEqual({ books: 1, titles: ['Emma III'] });
  });

  test('ask each other as systems', async () => {
    await add('Emma II');
    expect(told(await ask(`${tally}/shelf-size`))).toEqual({ books: 6 });
    expect(await mocks.calls('shelf')).toHaveLength(1);
  });

  test('answer from the contract what has no handler, and send the headers that it requires', async () => {
    expect((await ask(`${shelf}/motto`)).json).toBe('Read.');
    expect((await ask(`${shelf}/books`)).headers['cache-control']).toBe('public, max-age=9');
    expect((await ask(`${shelf}/books`)).json).toHaveLength(2);
  });
});

describe('/__advance', () => {
  test('goes on to the next planned event, or for so many seconds', async () => {
    const { id } = told(await add('Emma II'));
    expect(await advance({ seconds: 3_600 })).toEqual({ now: '2026-11-21T08:30:01.000Z', happened: [] });
    expect(told(await ask(`${shelf}/books/${String(id)}`))).toMatchObject({ copies: 1 });
    expect(await advance()).toEqual({
      now: '2026-11-22T07:30:01.000Z',
      happened: ['shelf: Emma II is lent'],
    });
    expect(told(await ask(`${shelf}/books/${String(id)}`))).toMatchObject({ copies: 0 });
    expect(await advance()).toMatchObject({ happened: [] });
  });

  test.each([{ seconds: 0 }, { seconds: '5' }, { hours: 1 }, 'soon'])('refuses %j', async (body) => {
    const answer = await ask(`${shelf}/__advance`, { method: 'POST', body: JSON.stringify(body) });
    expect(answer.status).toBe(400);
  });
});
