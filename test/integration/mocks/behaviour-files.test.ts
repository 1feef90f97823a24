import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { leaveNothing, started } from '../../support/leftovers.ts';
import { control, spawnMocks } from '../../support/mock-servers.ts';
import { ask } from './ask.ts';

const stateful = (folder: string) => fileURLToPath(new URL(`fixtures/stateful/${folder}`, import.meta.url));

/** The contracts in a directory of their own, and whatever the mocks need to serve them. */
async function ownContracts(): Promise<{ directory: string; environment: Record<string, string> }> {
  const directory = await mkdtemp(join(tmpdir(), 'mocks-'));
  leaveNothing(() => rm(directory, { recursive: true }));
  await cp(stateful('contracts'), directory, { recursive: true });
  return { directory, environment: { MOCKS_PORT: '0', MOCKS_SCHEMAS: directory } };
}

const add = (url: string, title: string) =>
  ask(`${url}/books`, {
    method: 'POST',
    headers: { authorization: 'Test clerk shelf:write', 'idempotency-key': title },
    body: { title },
  });

test('contracts from elsewhere have no handlers, unless they are named', async () => {
  const { environment } = await ownContracts();
  const { shelf } = await started(spawnMocks(environment)).listening();
  expect((await add(shelf!, 'Emma')).json).toMatchObject({ id: 'book_never' });
});

test('a handler of no operation ends the start, and says what there is', async () => {
  const { directory, environment } = await ownContracts();
  const file = join(directory, 'shelf.openapi.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace('/wrong/{how}', '/wrongs/{how}'));
  const { code, complaint } = await started(
    spawnMocks({ ...environment, MOCKS_HANDLERS: stateful('handlers') }),
  ).ended;
  expect(code).toBe(1);
  expect(complaint).toBe(
    'the handler of shelf for GET /wrong/:how answers no operation of its contract; there are ' +
      'GET /books, POST /books, GET /books/{bookId}, PATCH /books/{bookId}, GET /wrongs/{how}, GET /motto\n',
  );
});

test('a file that does not export its service ends the start', async () => {
  const { directory, environment } = await ownContracts();
  await writeFile(join(directory, 'shelf-life.js'), 'export const shelf = () => [];');
  const { complaint } = await started(spawnMocks({ ...environment, MOCKS_HANDLERS: directory })).ended;
  expect(complaint).toBe(`${join(directory, 'shelf-life.js')} exports no function shelfLife\n`);
});

test('with WATCH=1 a changed contract starts its own rows anew, and leaves those of others', async () => {
  const { directory, environment } = await ownContracts();
  const mocks = started(spawnMocks({ ...environment, MOCKS_HANDLERS: stateful('handlers'), WATCH: '1' }));
  const { shelf, tally } = await mocks.listening();
  await add(shelf!, 'Middlemarch');
  const file = join(directory, 'shelf.openapi.yaml');
  const text = await readFile(file, 'utf8');

  await writeFile(file, text.replace('title: Emma,', 'title: Emma revised,'));
  await mocks.line(({ msg }) => msg === 'contract reloaded');
  expect((await ask(`${shelf!}/books?limit=50`)).json).toMatchObject([
    { title: 'Emma revised' },
    { title: 'Ulysses' },
    ...[1, 2, 3].map((volume) => ({ title: `Volume ${volume}` })),
  ]);
  await add(shelf!, 'Persuasion');
  expect((await ask(`${tally!}/counts`)).json).toEqual({ books: 2, titles: ['Middlemarch', 'Persuasion'] });

  await writeFile(file, text.replace('/wrong/{how}', '/wrongs/{how}'));
  // A file that is read while it is written is broken too, but says something else.
  await mocks.line(({ problem }) => String(problem).startsWith('the handler of shelf for GET /wrong/:how '));
  expect((await ask(`${shelf!}/books?limit=50`)).text).toContain('Persuasion');
});

test('planned events happen by themselves at the pace that was asked for', async () => {
  const { environment } = await ownContracts();
  const mocks = started(
    spawnMocks({ ...environment, MOCKS_HANDLERS: stateful('handlers'), MOCKS_PACE_SECONDS: '1' }),
  );
  const { shelf } = await mocks.listening();
  await add(shelf!, 'Emma II');
  const { happened } = await mocks.line(({ msg }) => msg === 'time passed');
  expect(happened).toBe('shelf: Emma II is lent');
  expect(JSON.parse(await control(shelf, 'POST', '/__advance'))).toMatchObject({ happened: [] });
});
