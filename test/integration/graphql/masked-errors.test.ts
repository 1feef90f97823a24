import { describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { GatewayError } from '../../../gateway/errors.ts';
import { serializeError } from '../../../gateway/observability/serialize-error.ts';
import { type StartedGateway, startGateway } from './start-gateway.ts';

const CANARY = 'canary-8f2e';

/** Errors as they come from services, sockets and libraries, each with the canary somewhere in it. */
const THROWN: Readonly<Record<string, () => unknown>> = {
  plain: () => new Error(`connect ECONNREFUSED http://${CANARY}:80`),
  caused: () => new Error('failed', { cause: new Error(CANARY) }),
  ours: () => new GatewayError('UPSTREAM_FAILED', { service: 'orders' }, new Error(CANARY)),
  coded: () =>
    new GraphQLError(CANARY, { extensions: { code: 'FORBIDDEN', body: CANARY, http: { headers: CANARY } } }),
  uncoded: () =>
    new GraphQLError(CANARY, { extensions: { stacktrace: [CANARY], response: { body: CANARY } } }),
  unknown: () => new GraphQLError(CANARY, { extensions: { code: CANARY } }),
  text: () => CANARY,
  object: () => ({ message: CANARY, toString: () => CANARY }),
  many: () => new AggregateError([new Error(CANARY)], CANARY),
};

const start = (production: boolean) =>
  startGateway({
    sdl: `type Query { ${Object.keys(THROWN).join(': Int ')}: Int }`,
    root: Object.fromEntries(
      Object.entries(THROWN).map(([name, thrown]) => [
        name,
        () => {
          throw thrown();
        },
      ]),
    ),
    production,
  });

function linesWithCanary({ log }: StartedGateway): number {
  return log.filter(({ fields }) => JSON.stringify(fields, revealErrors).includes(CANARY)).length;
}

function revealErrors(_key: string, value: unknown): unknown {
  return Error.isError(value)
    ? { ...serializeError(value), extensions: Reflect.get(value, 'extensions') }
    : value;
}

describe.each([
  ['production', true],
  ['development', false],
])('GQL-05 in %s', (_, production) => {
  it.each(Object.keys(THROWN))('an error (%s) shows its code and nothing that it carries', async (name) => {
    const gateway = await start(production);
    const answer = await gateway.ask({ query: `{ ${name} }` });
    const sent = answer.text + JSON.stringify([...answer.headers]);
    expect(answer).toMatchObject({ status: 200, data: { [name]: null } });
    expect(answer.errors).toEqual([
      expect.objectContaining({
        path: [name],
        extensions: expect.objectContaining({ code: expect.any(String) }),
      }),
    ]);
    expect(sent).not.toContain(CANARY);
    expect(sent).not.toMatch(/\.ts:\d|node_modules|at Object/);
  });

  it.each(['plain', 'caused', 'uncoded', 'many'])(
    'an unexpected error (%s) is written into the log, once',
    async (name) => {
      const gateway = await start(production);
      const { headers, errors } = await gateway.ask(
        { query: `{ ${name} }` },
        { 'x-request-id': 'request-77' },
      );
      expect(errors[0]?.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', requestId: 'request-77' });
      expect(headers.get('x-request-id')).toBe('request-77');
      expect(linesWithCanary(gateway)).toBe(1);
      expect(gateway.log.find(({ level }) => level === 'error')?.fields).toMatchObject({
        requestId: 'request-77',
        path: name,
      });
    },
  );

  it('a failure of a service is written into the log with its cause', async () => {
    const gateway = await start(production);
    await gateway.ask({ query: '{ ours }' });
    expect(gateway.log.map(({ level, fields }) => [level, fields['code']])).toEqual([
      ['warn', 'UPSTREAM_FAILED'],
    ]);
    expect(linesWithCanary(gateway)).toBe(1);
  });

  it('what clients do wrong is not', async () => {
    const gateway = await start(production);
    await gateway.ask({ query: '{ wrong }' });
    await gateway.ask('{');
    expect(gateway.log).toEqual([]);
  });
});

describe('GQL-05 an executor that breaks', () => {
  it('is an internal error, with the id to ask for', async () => {
    const gateway = await startGateway({ sdl: 'type Query { a: Int }' });
    const broken = { execute: () => Promise.reject(new Error(CANARY)) };
    gateway.graphql.reload({ bound: gateway.bound, executor: broken });
    const { status, errors, text } = await gateway.ask({ query: '{ a }' }, { 'x-request-id': 'request-78' });
    expect([status, errors[0]?.extensions]).toEqual([
      500,
      { code: 'INTERNAL_SERVER_ERROR', requestId: 'request-78' },
    ]);
    expect(text).not.toContain(CANARY);
    expect(linesWithCanary(gateway)).toBe(1);
  });
});
