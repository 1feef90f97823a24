import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseContract } from '#contract';
import { createGateway, createLogger, systemClock } from '#gateway';
import { leaveNothing } from '../../support/leftovers.ts';
import { startTodo } from '../../support/start-todo.ts';

const SCHEMA = join(import.meta.dirname, '../../fixtures/example-todo/todo.graphql');

/** A gateway for the document that the running server publishes about itself. */
async function startGateway(): Promise<string> {
  const server = await startTodo();
  leaveNothing(() => server.stop());
  const published = await (await fetch(`${server.url}/openapi.json`)).text();
  const gateway = createGateway({
    schemas: {
      client: 'todo',
      sdl: { file: 'todo.graphql', text: await readFile(SCHEMA, 'utf8') },
      contracts: [parseContract({ service: 'todo', file: 'openapi.json', text: published })],
      documents: new Map(),
    },
    options: { port: 0, operationsPort: 0 },
    services: { todo: { url: server.url } },
    users: { by: 'own', proof: 'bearer', authenticate: async () => null },
    log: createLogger({ level: 'silent', fields: {}, clock: systemClock }),
  });
  leaveNothing(() => gateway.stop());
  return (await gateway.start()).url;
}

interface Answer {
  readonly data: unknown;
  readonly errors?: readonly { readonly path?: unknown; readonly extensions: { readonly code: string } }[];
}

describe('a server from npm that nobody here wrote', () => {
  let url = '';
  beforeAll(async () => {
    url = await startGateway();
  });

  async function ask(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    const response = await fetch(url.replace(/\/?$/, '/graphql'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const answer: Answer = JSON.parse(await response.text());
    return answer;
  }

  test('lists its rows, as many as are asked for', async () => {
    expect(await ask('{ todos(first: 2) { id title notes done } }')).toEqual({
      data: {
        todos: [
          { id: '1', title: 'Take over the galaxy', notes: expect.stringContaining('MWAHA'), done: null },
          { id: '2', title: 'destroy alderaan', notes: expect.stringContaining('survivors'), done: null },
        ],
      },
    });
  });

  test('reads one row by its key, and a value that lies inside an answer', async () => {
    expect(await ask('{ todo(id: 3) { title } total }')).toEqual({
      data: { todo: { title: 'play space invaders' }, total: 4 },
    });
  });

  test('under a list, calls are bounded: the first rows have theirs, later ones are null and say why', async () => {
    const { data, errors } = await ask('{ todos { id fresh { title } } }');
    expect(data).toEqual({
      todos: [
        { id: '1', fresh: { title: 'Take over the galaxy' } },
        { id: '2', fresh: { title: 'destroy alderaan' } },
        { id: '3', fresh: { title: 'play space invaders' } },
        { id: '4', fresh: null },
      ],
    });
    expect(errors).toMatchObject([{ path: ['todos', 3, 'fresh'], extensions: { code: 'FANOUT_EXCEEDED' } }]);
  });

  test('a row that does not exist is an error with a code, for its 404 is not in the contract', async () => {
    const { data, errors } = await ask('{ todo(id: 4711) { title } }');
    expect(data).toEqual({ todo: null });
    expect(errors).toMatchObject([
      { path: ['todo'], extensions: { code: 'UPSTREAM_NOT_FOUND', service: 'todo' } },
    ]);
  });

  test('creates a row, with names of the client turned into names of the contract', async () => {
    const added = await ask('mutation ($input: NewTodo!) { addTodo(input: $input) { id title notes } }', {
      input: { title: 'Feed the cat', notes: 'twice' },
    });
    expect(added).toEqual({ data: { addTodo: { id: '5', title: 'Feed the cat', notes: 'twice' } } });
    expect(await ask('{ total }')).toEqual({ data: { total: 5 } });
  });

  test('what the real server refuses is an error of ours, without a word of its own', async () => {
    const answer = await ask('{ todo(id: "the first") { title } }');
    expect(answer).toMatchObject({
      data: { todo: null },
      errors: [{ path: ['todo'], extensions: { code: 'BAD_USER_INPUT', service: 'todo' } }],
    });
    expect(JSON.stringify(answer)).not.toMatch(/INVALID_PARAMETER|statusCode|127\.0\.0\.1/);
  });
});
