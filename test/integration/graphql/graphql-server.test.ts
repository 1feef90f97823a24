import { describe, expect, it } from '@jest/globals';
import { asViewer } from '../../support/test-viewer.ts';
import { boundSchema } from './bound-schema.ts';
import { createExecutor, readAnswer, type StartedGateway, startGateway } from './start-gateway.ts';

const SDL =
  'type Query { hello(name: String): String, other(n: Int): Int } type Mutation { change: Int } type Subscription { changed: Int }';
const root = { hello: ({ name }: { name?: string }) => `hello ${name ?? 'world'}`, change: 1 };
const start = (): Promise<StartedGateway> => startGateway({ sdl: SDL, root });

const get = async (
  { url }: StartedGateway,
  params: Record<string, string>,
  headers: Record<string, string> = {},
) =>
  readAnswer(
    await fetch(`${url}/graphql?${new URLSearchParams(params).toString()}`, {
      headers: { 'x-csrf': '1', ...headers },
    }),
  );

describe('GraphQL over HTTP', () => {
  it('answers queries by POST and by GET with the same bytes', async () => {
    const gateway = await start();
    const query = 'query Q($name: String) { hello(name: $name) }';
    const posted = await gateway.ask({ query, operationName: 'Q', variables: { name: 'you' } });
    const gotten = await get(gateway, { query, operationName: 'Q', variables: '{"name":"you"}' });
    expect(posted).toMatchObject({ status: 200, text: '{"data":{"hello":"hello you"}}' });
    expect(gotten).toMatchObject({ status: 200, text: posted.text });
  });

  it('executes the very document that the gates prepared', async () => {
    const gateway = await start();
    const query = '{ hello }';
    const { document } = gateway.operationGates.prepare(query);
    await gateway.ask({ query });
    await get(gateway, { query });
    expect(gateway.executed.map((args) => args.document === document)).toEqual([true, true]);
  });

  it('goes on with documents that the cache forgets meanwhile', async () => {
    const gateway = await startGateway({ sdl: SDL, root, limits: { maxDocuments: 1 } });
    const queries = Array.from({ length: 50 }, (_, index) => `{ a${index}: hello(name: "${index}") }`);
    const answers = await Promise.all(queries.map((query) => gateway.ask({ query })));
    expect(answers.map(({ data }) => data)).toEqual(
      queries.map((_, index) => ({ [`a${index}`]: `hello ${index}` })),
    );
  });

  it('gives resolvers who asks, in a plain object', async () => {
    const { ask, executed } = await start();
    await ask({ query: '{ hello }' }, asViewer('u-1', 'a'));
    const [args] = executed;
    expect(args?.contextValue).toMatchObject({ viewer: { sub: 'u-1' } });
    expect(args?.contextValue).toHaveProperty('scope', args?.scope);
    expect(args?.scope.viewer?.sub).toBe('u-1');
  });

  it('hands the client’s idempotency key to the executor, where there is one', async () => {
    const { ask, executed } = await start();
    await ask({ query: 'mutation { change }' }, { 'idempotency-key': 'key-1' });
    await ask({ query: 'mutation { change }' });
    expect(executed.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['key-1', undefined]);
  });

  it.each(['query', 'mutation'])('takes a %s by POST', async (kind) => {
    const { ask } = await start();
    expect((await ask({ query: kind === 'query' ? '{ hello }' : 'mutation { change }' })).errors).toEqual([]);
  });

  it('refuses a subscription, by POST and by GET', async () => {
    const gateway = await start();
    const query = 'subscription { changed }';
    const posted = await gateway.ask({ query });
    expect([posted.status, posted.errors[0]?.extensions.code]).toEqual([400, 'BAD_REQUEST']);
    expect((await get(gateway, { query })).status).toBe(405);
    expect(gateway.executed).toEqual([]);
  });

  it('executes nothing for a client that takes no answer of ours', async () => {
    const gateway = await start();
    const { status, errors } = await gateway.ask(
      { query: 'mutation { change }' },
      { accept: 'text/event-stream' },
    );
    expect([status, errors[0]?.extensions.code, gateway.executed]).toEqual([406, 'BAD_REQUEST', []]);
  });

  it.each([
    ['application/json', 200],
    ['application/graphql-response+json', 400],
  ])('refuses an operation in %s with %d', async (accept, status) => {
    const { ask } = await start();
    for (const query of [
      '{',
      '{ wrong }',
      'query ($name: Int) { hello(name: $name) }',
      'query ($n: Int) { other(n: $n) }',
    ]) {
      const answer = await ask({ query, variables: { name: 'x', n: 'x' } }, { accept });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        status,
        `${accept}; charset=utf-8`,
      ]);
    }
  });

  it('gives graphql-js’s errors for variables their code', async () => {
    const { ask } = await start();
    const { errors } = await ask({
      query: 'query ($name: String!) { hello(name: $name) }',
      variables: { name: 1 },
    });
    expect(errors).toEqual([
      {
        message: 'Variable "$name" got invalid value 1; String cannot represent a non string value: 1',
        locations: [{ line: 1, column: 8 }],
        extensions: { code: 'BAD_USER_INPUT', fields: [{ pointer: '/variables/name' }] },
      },
    ]);
  });

  it('refuses an operation that costs too much', async () => {
    const { ask, executed } = await startGateway({
      sdl: 'type Query { list(first: Int): [Query] a: Int }',
      slices: { 'Query.list': 'first' },
    });
    const { errors } = await ask({ query: '{ list(first: 100) { list(first: 100) { a } } }' });
    expect(errors[0]?.extensions).toEqual({
      code: 'COST_LIMIT_EXCEEDED',
      limit: { name: 'maxCost', max: 5_000 },
    });
    expect(executed).toEqual([]);
  });

  it('counts a document’s limits before it asks whether the document fits the schema', async () => {
    const { ask } = await start();
    const { status, errors } = await ask({ query: `{ ${'a: wrong '.repeat(16)} }` });
    expect([status, errors[0]?.extensions]).toEqual([
      400,
      { code: 'DOCUMENT_LIMIT_EXCEEDED', limit: { name: 'maxAliases', max: 15 } },
    ]);
  });
});

describe('another schema', () => {
  it('is answered from as soon as it is there, and the former one no more', async () => {
    const gateway = await start();
    expect((await gateway.ask({ query: '{ hello }' })).errors).toEqual([]);
    const bound = boundSchema({ sdl: 'type Query { goodbye: String }' });
    gateway.operationGates.rebind({ bound, trusted: new Map() });
    gateway.graphql.reload({ bound, executor: createExecutor(bound, { goodbye: 'bye' }) });
    expect((await gateway.ask({ query: '{ goodbye }' })).data).toEqual({ goodbye: 'bye' });
    expect((await gateway.ask({ query: '{ hello }' })).errors[0]?.extensions.code).toBe(
      'GRAPHQL_VALIDATION_FAILED',
    );
  });
});
