import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ERRORS } from '../../../gateway/errors.ts';
import { type AskedOperation, TRANSPORTS } from '../../support/transports.ts';
import { startGateway } from './start-gateway.ts';

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

const REFUSAL = JSON.stringify({
  errors: [{ message: ERRORS.DOCUMENT_NOT_TRUSTED.text, extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }],
});

describe.each(TRANSPORTS)('GQL-01 trusted documents only, by $name', ({ ask }) => {
  it('are answered', async () => {
    const { url, executed } = await start(true);
    const sent = { documentId, operationName: 'Greeting', variables: {} };
    expect([await ask(url, { documentId }), await ask(url, sent)]).toMatchObject([
      { status: 200, data: { hello: 'world' } },
      { status: 200, data: { hello: 'world' } },
    ]);
    expect(executed).toHaveLength(2);
  });

  it.each<[what: string, sent: AskedOperation]>([
    ['an unknown id', { documentId: `sha256:${'0'.repeat(64)}` }],
    ['an id with a query', { documentId, query: TEXT }],
    ['a query alone', { query: TEXT }],
    ['what is not even GraphQL', { query: '}{' }],
    ['the registration of a persisted query', { query: TEXT, extensions: APQ }],
    ['a persisted query', { extensions: APQ }],
    ['another prefix', { documentId: `sha512:${HASH}` }],
    ['an upper-case hash', { documentId: `sha256:${HASH.toUpperCase()}` }],
    ['another operationName', { documentId, operationName: 'Other' }],
    ['nothing', {}],
  ])('refuse %s with one and the same answer, and execute nothing', async (_, sent) => {
    const { url, executed } = await start(true);
    const { status, text } = await ask(url, sent);
    expect([status, text]).toEqual([400, REFUSAL]);
    expect(executed).toEqual([]);
  });
});

it('GQL-01 a batch is refused like any other text that nobody registered', async () => {
  const gateway = await start(true);
  expect(await gateway.ask([{ documentId }, { documentId }])).toMatchObject({ status: 400, text: REFUSAL });
  expect(gateway.executed).toEqual([]);
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
