import { describe, expect, it } from '@jest/globals';
import { GraphQLError, parse, Source } from 'graphql';
import { ERRORS, type ErrorCode, GatewayError } from '../../../gateway/errors.ts';
import { OperationRefused } from '../../../gateway/gates/operation-refused.ts';
import { presentError, presentRefusal } from '../../../gateway/graphql/present-error.ts';

const requestId = 'request-1';
const inDevelopment = { production: false, requestId };
const inProduction = { production: true, requestId };
const CANARY = 'canary-4711';

describe('presentError', () => {
  it('gives a GatewayError its code, the catalogue’s text and its details', () => {
    const detail = { service: 'orders', retryAfterSeconds: 3 };
    const thrown = new GatewayError('UPSTREAM_BUSY', detail, new Error(CANARY));
    const located = new GraphQLError(thrown.message, { originalError: thrown, path: ['orders', 0] });
    expect(presentError(located, inProduction)).toEqual({
      message: ERRORS.UPSTREAM_BUSY.text,
      path: ['orders', 0],
      extensions: { code: 'UPSTREAM_BUSY', ...detail },
    });
  });

  it('reads code and details from extensions as well, where only they are left', () => {
    const { message, extensions } = new GatewayError('BAD_USER_INPUT', {
      fields: [{ pointer: '/a', reason: 'odd' }],
    });
    const presented = presentError(new GraphQLError(message, { extensions, path: ['a'] }), inProduction);
    expect(presented.extensions).toEqual({
      code: 'BAD_USER_INPUT',
      fields: [{ pointer: '/a', reason: 'odd' }],
    });
  });

  it('lets no other extension out, and none in another shape', () => {
    const extensions = {
      code: 'UPSTREAM_FAILED',
      url: CANARY,
      stacktrace: [CANARY],
      service: { name: CANARY },
      fields: [{ pointer: '/a', reason: 'ours', value: CANARY }, { reason: CANARY }, null],
      limit: { name: 'maxCost', max: CANARY },
      retryAfterSeconds: CANARY,
    };
    expect(
      presentError(new GraphQLError('x', { extensions, path: ['a'] }), inDevelopment).extensions,
    ).toEqual({
      code: 'UPSTREAM_FAILED',
      fields: [{ pointer: '/a', reason: 'ours' }],
    });
  });

  it.each<[what: string, thrown: unknown]>([
    ['an error of ours', new Error(CANARY)],
    [
      'an error in a GraphQL error',
      new GraphQLError(CANARY, { originalError: new Error(CANARY), path: ['a'] }),
    ],
    ['a thrown string', CANARY],
    ['a code that is not in the catalogue', new GraphQLError(CANARY, { extensions: { code: CANARY } })],
    ['a code that objects have', new GraphQLError(CANARY, { extensions: { code: 'constructor' } })],
    ['an error inside a GatewayError', new GatewayError('INTERNAL_SERVER_ERROR', {}, new Error(CANARY))],
  ])('GQL-05 tells nothing of %s but the id to ask for', (_, thrown) => {
    const presented = presentError(thrown, inDevelopment);
    expect(presented).toMatchObject({
      message: ERRORS.INTERNAL_SERVER_ERROR.text,
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
    });
    expect(JSON.stringify(presented)).not.toContain(CANARY);
  });

  it.each<ErrorCode>(['BAD_REQUEST', 'BAD_USER_INPUT', 'FORBIDDEN', 'GRAPHQL_VALIDATION_FAILED'])(
    'GQL-05 does not believe the words of a resolver that says %s',
    (code) => {
      const thrown = new GraphQLError(CANARY, { extensions: { code }, path: ['a'] });
      expect(presentError(thrown, inDevelopment)).toMatchObject({
        message: ERRORS[code].text,
        extensions: { code },
      });
    },
  );

  it('keeps graphql-js’s words about a variable in development, and only its name in production', () => {
    const document = parse('query ($input: Secret) { a }');
    const nodes = document.definitions.flatMap((node) =>
      'variableDefinitions' in node ? (node.variableDefinitions ?? []) : [],
    );
    const message = 'Variable "$input" got invalid value; Field "hidden" is not defined by type "Secret".';
    const error = new GraphQLError(message, { nodes, extensions: { code: 'BAD_USER_INPUT' } });
    expect(presentError(error, inDevelopment).message).toBe(message);
    expect(presentError(error, inProduction)).toEqual({
      message: ERRORS.BAD_USER_INPUT.text,
      locations: [{ line: 1, column: 8 }],
      extensions: { code: 'BAD_USER_INPUT', fields: [{ pointer: '/variables/input' }] },
    });
  });

  it('cuts a message that quotes a document which is one long name', () => {
    const error = new GraphQLError('x'.repeat(50_000), { extensions: { code: 'GRAPHQL_PARSE_FAILED' } });
    expect(presentError(error, inProduction).message).toHaveLength(1_001);
  });
});

describe('presentRefusal', () => {
  const source = new Source('{ a b }');
  const errors = [2, 4].map(
    (position) => new GraphQLError('Cannot query field on type "Hidden".', { source, positions: [position] }),
  );
  const refused = (code: ErrorCode) => new OperationRefused(code, errors);

  it('tells every mistake and its place in development', () => {
    expect(presentRefusal(refused('GRAPHQL_VALIDATION_FAILED'), inDevelopment)).toEqual([
      {
        message: errors[0]?.message,
        locations: [{ line: 1, column: 3 }],
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
      {
        message: errors[1]?.message,
        locations: [{ line: 1, column: 5 }],
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
    ]);
  });

  it('GQL-04 tells neither which nor how many in production', () => {
    expect(presentRefusal(refused('GRAPHQL_VALIDATION_FAILED'), inProduction)).toEqual([
      { message: ERRORS.GRAPHQL_VALIDATION_FAILED.text, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
  });

  it('tells where a document stops being GraphQL, which the client can see itself', () => {
    expect(presentRefusal(refused('GRAPHQL_PARSE_FAILED'), inProduction)[0]).toMatchObject({
      message: errors[0]?.message,
      locations: [{ line: 1, column: 3 }],
    });
  });

  it('presents anything else as the one error that it is', () => {
    expect(presentRefusal(new TypeError(CANARY), inProduction)).toEqual([
      {
        message: ERRORS.INTERNAL_SERVER_ERROR.text,
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
      },
    ]);
  });
});
