import { describe, expect, it } from '@jest/globals';
import { buildSchema, introspectionFromSchema, printSchema } from 'graphql';
import { BindingError, bindSchema, checkSchema } from '#binding';
import { bind, exampleContracts } from './bind-text.ts';

const TEXT = `
"The shop."
type Query {
  "One product."
  product("Its id." id: ID!): Product @public @rest(operation: "catalog.getProduct")
}
type Product @public {
  name: String!
  releasedAt: DateTime! @deprecated(reason: "Nobody asks.")
}
`;

describe('what clients see of a schema', () => {
  const bound = bind(TEXT);

  it('has no binding directive, and no scalar that is not used', () => {
    const text = JSON.stringify(introspectionFromSchema(bound.schema));

    expect(text).not.toMatch(/"(?:rest|join|json|public|authenticated|requiresScopes|cost|listSize)"/);
    expect(text).not.toMatch(/Template|Missing|BigInt|Decimal/);
    expect(text).toContain('"DateTime"');
  });

  it('is printed with its descriptions, in the order of the author, and the same every time', () => {
    expect(bound.publicSdl).toBe(printSchema(bound.schema));
    expect(bound.publicSdl).toBe(bind(TEXT).publicSdl);
    expect(bound.publicSdl).toContain('"""Its id."""');
    expect(bound.publicSdl).toContain('@deprecated(reason: "Nobody asks.")');
    expect(bound.publicSdl).not.toContain('@rest');
    expect(bound.publicSdl.indexOf('type Query')).toBeLessThan(bound.publicSdl.indexOf('type Product'));
    expect(() => buildSchema(bound.publicSdl)).not.toThrow();
  });

  it('has scalars that check values', () => {
    const type = bound.schema.getType('DateTime');

    expect(() => type && 'parseValue' in type && type.parseValue('yesterday')).toThrow('DateTime');
  });

  it('may declare the scalars itself', () => {
    const own = bind(`${TEXT} "When." scalar DateTime scalar JSON`);

    expect(own.publicSdl).toContain('"""When."""\nscalar DateTime');
    expect(own.publicSdl).toContain('scalar JSON');
  });
});

describe('bindSchema', () => {
  it('throws one error with every mistake, in the order of the lines', () => {
    const source = {
      client: 'web',
      sdl: {
        file: 'web.graphql',
        text: TEXT.replace('name: String!', 'nam: String!').replace('getProduct', 'getThing'),
      },
      contracts: exampleContracts,
    };
    const two = {
      ...source,
      sdl: {
        file: 'web.graphql',
        text: TEXT.replace('name: String!', 'nam: String!').replace(
          'releasedAt: DateTime!',
          'releasedAt: Int!',
        ),
      },
    };

    expect(() => bindSchema(source)).toThrow(BindingError);
    expect(() => bindSchema(two)).toThrow(
      /^web\.graphql:8:3 {2}error GH013 [^]*web\.graphql:9:3 {2}error GH030 /,
    );
  });

  it('is given advice and a schema together', () => {
    const { bound, diagnostics } = checkSchema({
      client: 'web',
      sdl: { file: 'web.graphql', text: `${TEXT} type Lost { id: ID }` },
      contracts: exampleContracts,
    });

    expect(diagnostics.map(({ code, severity }) => `${code} ${severity}`)).toEqual(['GH093 advice']);
    expect(bound?.advice).toEqual(diagnostics);
  });

  it.each([
    '',
    '# nothing',
    'type Query',
    'scalar Query',
    'query { a }',
    'type Query { a: Query }',
    'extend type Query { a: ID }',
    'schema { query: Q }',
    'type Query { a(b: Query = 1): ID }',
  ])('never throws anything but diagnostics for %j', (text) => {
    const { bound, diagnostics } = checkSchema({
      client: 'web',
      sdl: { file: 'w', text },
      contracts: exampleContracts,
    });

    expect(bound).toBeUndefined();
    expect(diagnostics.length).toBeGreaterThan(0);
  });
});
