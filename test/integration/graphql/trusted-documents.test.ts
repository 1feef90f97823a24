import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ERRORS } from '../../../gateway/errors.ts';
import { readAnswer, type StartedGateway, startGateway } from './start-gateway.ts';

const TEXT = 'query Greeting { hello }\n';
const HASH = createHash('sha256').update(TEXT).digest('hex');
const documentId = `sha256:${HASH}`;
const APQ = { persistedQuery: { version: 1, sha256Hash: HASH } };

const start = (trustedOnly: boolean) =>
  startGateway({
    sdl: 'type Query { hello: String }',
    root: { hello: 'world' },
    trusted: new Map([[documentId, TEXT]]),
    trustedOnly,
    production: true,
  });

const get = async ({ url }: StartedGateway, params: Record<string, string>) =>
  readAnswer(
    await fetch(`${url}/graphql?${new URLSearchParams(params).toString()}`, { headers: { 'x-csrf': '1' } }),
  );

describe('GQL-01 trusted documents only', () => {
  it('answers a registered document by POST and by GET', async () => {
    const gateway = await start(true);
    expect((await gateway.ask({ documentId })).data).toEqual({ hello: 'world' });
    expect((await get(gateway, { documentId, operationName: 'Greeting', variables: '{}' })).data).toEqual({
      hello: 'world',
    });
    expect(gateway.executed).toHaveLength(2);
  });

  it.each<[what: string, sent: unknown]>([
    ['an unknown id', { documentId: `sha256:${'0'.repeat(64)}` }],
    ['an id with a query', { documentId, query: TEXT }],
    ['a query alone', { query: TEXT }],
    ['what is not even GraphQL', { query: '}{' }],
    ['the registration of a persisted query', { query: TEXT, extensions: APQ }],
    ['a persisted query', { extensions: APQ }],
    ['another prefix', { documentId: `sha512:${HASH}` }],
    ['an upper-case hash', { documentId: `sha256:${HASH.toUpperCase()}` }],
    ['another operationName', { documentId, operationName: 'Other' }],
    ['a batch', [{ documentId }, { documentId }]],
    ['an empty object', {}],
  ])('refuses %s with one and the same answer, and executes nothing', async (_, sent) => {
    const gateway = await start(true);
    const answer = await gateway.ask(sent);
    expect(answer).toMatchObject({
      status: 400,
      text: JSON.stringify({
        errors: [{ message: ERRORS.DOCUMENT_NOT_TRUSTED.text, extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }],
      }),
    });
    expect(gateway.executed).toEqual([]);
  });

  it.each<[what: string, params: Record<string, string>]>([
    ['an unknown id', { documentId: `sha256:${'0'.repeat(64)}` }],
    ['a query', { query: TEXT }],
    ['an id with a query', { documentId, query: TEXT }],
    ['a persisted query', { extensions: JSON.stringify(APQ) }],
    ['nothing', {}],
  ])('refuses %s by GET with the same bytes as by POST', async (_, params) => {
    const gateway = await start(true);
    expect((await get(gateway, params)).text).toBe((await gateway.ask({ query: TEXT })).text);
    expect(gateway.executed).toEqual([]);
  });
});

describe('GQL-01 free documents beside trusted ones', () => {
  it('are answered, and so are ids', async () => {
    const gateway = await start(false);
    expect((await gateway.ask({ query: '{ hello }' })).data).toEqual({ hello: 'world' });
    expect((await gateway.ask({ documentId })).data).toEqual({ hello: 'world' });
  });

  it.each<[what: string, code: string, sent: unknown]>([
    ['an id with a query', 'BAD_REQUEST', { documentId, query: TEXT }],
    ['an unknown id', 'DOCUMENT_NOT_TRUSTED', { documentId: `sha256:${'0'.repeat(64)}` }],
    ['a persisted query', 'BAD_REQUEST', { query: TEXT, extensions: APQ }],
    ['a batch', 'BAD_REQUEST', [{ query: TEXT }]],
    ['another operationName', 'OPERATION_RESOLUTION_FAILURE', { documentId, operationName: 'Other' }],
  ])('refuses %s with %s', async (_, code, sent) => {
    const gateway = await start(false);
    expect((await gateway.ask(sent)).errors.map(({ extensions }) => extensions.code)).toEqual([code]);
    expect(gateway.executed).toEqual([]);
  });
});
