import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '#contract';
import { answering, bind, codesOf, ok, shopContract } from './bind-text.ts';

const thing = answering({ type: 'object', properties: { id: { type: 'string' } } });

function query(args: string, more = ''): string {
  return `type Query { thing: Thing @public @rest(operation: "shop.read"${args}) } type Thing { id: ID ${more} }`;
}

describe('a schema that GraphQL itself cannot read', () => {
  it.each([
    ['a reason that is no text', query('', '@deprecated(reason: 5)'), 'GH003'],
    ['a URL that is no text', `scalar JSON @specifiedBy(url: 5) ${query('')}`, 'GH003'],
    ['a deep list', query(`, args: ${'['.repeat(3000)}${']'.repeat(3000)}`), 'GH001'],
    ['a deep object', query(`, args: ${'{ a: '.repeat(20000)}1${'}'.repeat(20000)}`), 'GH001'],
    ['a deep type', query('', `deep: ${'['.repeat(3000)}ID${']'.repeat(3000)}`), 'GH001'],
    ['brackets without end', '['.repeat(100000), 'GH001'],
  ])('is told of: %s', (_, text, code) => {
    expect(codesOf(text, thing)).toEqual([code]);
  });

  it('is bound where values are only moderately deep', () => {
    expect(codesOf(query(`, args: ${'['.repeat(90)}${']'.repeat(90)}`), thing)).toEqual(['GH003']);
  });
});

describe('an enum of 20,000 values', () => {
  it('is matched in well under a second', () => {
    const numbers = Array.from({ length: 20_000 }, (_, index) => index);
    const values = numbers.map((number) => `value-${number}`);
    const contracts = answering({
      type: 'object',
      properties: { state: { type: 'string', enum: values } },
    });
    const names = numbers.map((number) => `VALUE_${number}`).join(' ');
    const text = `type Query { thing: Thing @public @rest(operation: "shop.read") } type Thing { state: State } enum State { ${names} }`;
    const start = performance.now();

    expect(codesOf(text, contracts)).toEqual([]);
    // One pass takes a tenth of this; comparing each with each takes minutes.
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('a header', () => {
  it('gives enum values by their text', () => {
    const answer = {
      ...ok({ type: 'object', properties: { id: { type: 'string' } } }),
      headers: { 'X-Level': { schema: { type: 'integer', enum: [1, 2] } } },
    };
    const contract = shopContract({ '/read': { get: { operationId: 'read', responses: { 200: answer } } } });
    const text = `
      type Query { thing: Thing @public @rest(operation: "shop.read") }
      type Thing { level: Level @json(path: "$headers.X-Level") }
      enum Level { _1 _2 }`;
    const { query: root } = bind(text, [contract]).roots;
    const field = root.fields.get('thing');
    const shape = field?.kind === 'rest' && field.value.kind === 'object' ? field.value.shape : undefined;

    expect(shape?.fields.get('level')).toMatchObject({
      value: {
        fromWire: new Map([
          ['1', '_1'],
          ['2', '_2'],
        ]),
      },
    });
  });
});

describe('a contract whose lists of branches name one schema again and again', () => {
  const DEPTH = 40;
  const doubled = (keyword: string, innermost: JsonObject, more: readonly JsonObject[] = []): JsonObject => {
    const schemas: Record<string, JsonObject> = { [`S${DEPTH}`]: innermost };
    for (let level = 0; level < DEPTH; level += 1) {
      const below = { $ref: `#/components/schemas/S${level + 1}` };
      schemas[`S${level}`] = { [keyword]: [{ allOf: [below] }, below, ...more] };
    }
    return schemas;
  };

  it('is read once, and not twice at each level', () => {
    const thingy = { type: 'object', properties: { id: { type: 'string' } } };
    const contracts = answering({ $ref: '#/components/schemas/S0' }, doubled('oneOf', thingy));
    expect(codesOf(query(''), contracts)).toEqual([]);

    const state = { enum: ['on', 'off'] };
    const open = answering(
      { type: 'object', properties: { state: { $ref: '#/components/schemas/S0' } } },
      doubled('anyOf', state, [{ type: 'string' }]),
    );
    const text = `type Query { thing: Thing @public @rest(operation: "shop.read") }
      type Thing { state: State } enum State { ON OFF OTHER @json(other: true) }`;
    expect(codesOf(text, open)).toEqual([]);
  });
});
