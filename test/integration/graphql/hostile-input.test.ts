import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type StartedGateway, startGateway } from './start-gateway.ts';

let gateway: StartedGateway;
beforeAll(async () => {
  gateway = await startGateway({
    sdl: 'scalar JSON type Query { items(first: Int = 5): [Int], keep(json: JSON): Boolean }',
    root: { items: [1], keep: true },
    slices: { 'Query.items': 'first' },
  });
});

const KEEP = 'query ($json: JSON) { keep(json: $json) }';
const ITEMS = 'query ($first: Int) { items(first: $first) }';
const code = async (body: unknown) => (await gateway.ask(body)).errors[0]?.extensions.code ?? 'accepted';
const send = (body: BodyLike, headers: Record<string, string> = {}) =>
  fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    body,
    headers: { 'x-csrf': '1', 'content-type': 'application/json', ...headers },
  });
type BodyLike = string | Uint8Array<ArrayBuffer>;

describe('GQL-07 input', () => {
  it.each([-1, 101, 99_999_999, 1e308, -1e308])('first: %s in a variable is refused', async (first) => {
    expect(await code({ query: ITEMS, variables: { first } })).toBe('BAD_USER_INPUT');
  });

  it.each([-1, 101, 99_999_999])('first: %s in the text is refused', async (first) => {
    expect(await code({ query: `{ items(first: ${first}) }` })).toBe('BAD_USER_INPUT');
  });

  it('says which argument, and what it may be', async () => {
    const { status, errors } = await gateway.ask(
      { query: ITEMS, variables: { first: 101 } },
      { accept: 'application/graphql-response+json' },
    );
    expect([status, errors[0]?.extensions]).toEqual([
      400,
      { code: 'BAD_USER_INPUT', fields: [{ pointer: '/first', reason: 'must be from 0 to 100' }] },
    ]);
  });

  it.each([0, 100])('first: %s is answered', async (first) => {
    expect(await code({ query: ITEMS, variables: { first } })).toBe('accepted');
  });

  it.each([
    ['a variable’s value', `{"query":"${KEEP}","variables":{"json":{"__proto__":{"polluted":1}}}}`],
    ['the variables', `{"query":"${KEEP}","variables":{"__proto__":{"polluted":1}}}`],
    ['the extensions', `{"query":"${KEEP}","extensions":{"constructor":{"prototype":{"polluted":1}}}}`],
  ])('a prototype’s name in %s is refused, and nothing is polluted', async (_, body) => {
    expect(await code(body)).toBe('BAD_USER_INPUT');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it.each(['[', '{"a":'])('JSON that nests deeper than 64 is refused, however deep: %s', async (open) => {
    const close = open === '[' ? ']' : '}';
    const nested = (depth: number) => `${open.repeat(depth)}1${close.repeat(depth)}`;
    // The variables and the value of `json` are two levels themselves.
    expect(await code(`{"query":"${KEEP}","variables":{"json":${nested(63)}}}`)).toBe('accepted');
    expect(await code(`{"query":"${KEEP}","variables":{"json":${nested(64)}}}`)).toBe('BAD_USER_INPUT');
    expect(await code(`{"query":"${KEEP}","variables":{"json":${nested(16_000)}}}`)).toBe('BAD_USER_INPUT');
  });

  it('100,000 brackets are too long a body', async () => {
    expect((await send('['.repeat(100_001))).status).toBe(413);
  });

  it.each([
    ['seven-bit text', '{"query":"+AHsAfQ-"}', 'application/json; charset=utf-7', 415],
    ['EBCDIC', Buffer.from([0xc0, 0x7f]), 'application/json; charset=ibm037', 415],
    [
      'two-byte text that says so',
      Buffer.from('{"query":"{ items }"}', 'utf16le'),
      'application/json; charset=utf-16',
      415,
    ],
    [
      'two-byte text that does not say so',
      Buffer.from('{"query":"{ items }"}', 'utf16le'),
      'application/json',
      400,
    ],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 'application/json', 400],
    [
      'text with bytes that are none',
      Buffer.from('{"query":"{ items }","\xff":1}', 'latin1'),
      'application/json',
      400,
    ],
    ['JSON that is none', '{"query":', 'application/json', 400],
    ['no body', '', 'application/json', 400],
  ])('%s is refused', async (_, body, type, status) => {
    const before = gateway.executed.length;
    const answer = await send(typeof body === 'string' ? body : new Uint8Array(body), {
      'content-type': type,
    });
    expect([answer.status, gateway.executed.length - before]).toEqual([status, 0]);
  });

  it('a compressed body is refused unread', async () => {
    const before = gateway.bodiesRead();
    const body = new Uint8Array(gzipSync('{"query":"{ items }"}'));
    expect((await send(body, { 'content-encoding': 'gzip' })).status).toBe(415);
    expect(gateway.bodiesRead() - before).toBe(0);
  });

  it.each([
    '?query={items}&query={items}',
    '?query={items}&variables=1',
    '?query={items}&variables={',
    '?query={items}&extensions=[]',
    '',
  ])('the search %j is refused', async (search) => {
    const answer = await fetch(`${gateway.url}/graphql${search}`, { headers: { 'x-csrf': '1' } });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('BAD_REQUEST')]);
  });
});
