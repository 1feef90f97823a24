import { describe, expect, it } from '@jest/globals';
import { resolveNode } from '#contract';
import type { Way } from '../../../scripts/types/other-way.ts';
import { createSchemaPrinter } from '../../../scripts/types/schema-printer.ts';
import { schemaOf } from '../contract/contract-of.ts';

type Schemas = Readonly<Record<string, unknown>>;

/** The declared types by name, each on one line. */
function typesOf(Thing: unknown, schemas: Schemas = {}, way: Way = 'answer', openapi?: string) {
  const contract = schemaOf(Thing, schemas, openapi);
  const printer = createSchemaPrinter(contract, ['Operations']);
  printer.print(resolveNode(contract, '/components/schemas/Thing'), way);
  return Object.fromEntries(
    printer.declarations().map(({ name, type }) => [name, type.text.replaceAll(/\s+/g, ' ')]),
  );
}

const typeOf = (Thing: unknown, schemas?: Schemas, way?: Way) => typesOf(Thing, schemas, way)['Thing'];

/** A reference to a component. */
function to(name: string) {
  return { $ref: `#/components/schemas/${name}` };
}

describe('a schema as a type', () => {
  it.each<[string, unknown, string]>([
    ['a string', { type: 'string', minLength: 3, format: 'uuid' }, 'string'],
    ['a whole number', { type: 'integer' }, 'number'],
    ['several types', { type: ['integer', 'number', 'null'] }, 'number | null'],
    ['anything', { description: 'whatever' }, 'unknown'],
    ['a list', { type: 'array', items: { type: ['string', 'null'] } }, 'readonly (string | null)[]'],
    ['a list of lists', { items: { items: { type: 'number' } } }, 'readonly (readonly number[])[]'],
    ['a list of anything', { type: 'array' }, 'readonly unknown[]'],
    [
      'a tuple',
      { prefixItems: [{ type: 'string' }], items: { type: 'number' } },
      'readonly (string | number)[]',
    ],
    ['an enum', { type: 'string', enum: ['a', 'b"', 7] }, '"a" | "b\\""'],
    ['a nullable enum', { type: ['string', 'null'], enum: ['a', null] }, '"a" | null'],
    [
      'a constant',
      { const: { kind: 'x', list: [1] } },
      '{ readonly kind: "x"; readonly list: readonly [1]; }',
    ],
    ['a constant null', { const: null }, 'null'],
    ['a map', { additionalProperties: { type: 'number' } }, '{ readonly [name: string]: number; }'],
    ['an open object', { type: 'object' }, '{ readonly [name: string]: unknown; }'],
    [
      'an empty object',
      { type: 'object', additionalProperties: false },
      '{ readonly [name: string]: never; }',
    ],
    [
      'a map beside properties',
      { properties: { a: { type: 'string' } }, additionalProperties: { type: 'number' } },
      '{ readonly a?: string; readonly [name: string]: number | string | undefined; }',
    ],
    [
      'properties',
      { type: 'object', required: ['a-b', 'c'], properties: { 'a-b': { type: 'string' }, d: true } },
      '{ readonly "a-b": string; readonly d?: unknown; readonly c: unknown; }',
    ],
    ['a union', { oneOf: [{ type: 'string' }, { type: 'null' }, { type: 'string' }] }, 'string | null'],
    [
      'an intersection with a union',
      { allOf: [{ properties: { a: true } }], anyOf: [{ required: ['a'] }, { required: ['b'] }] },
      '{ readonly a?: unknown; } & ({ readonly a: unknown; } | { readonly b: unknown; })',
    ],
    [
      'a bare object beside branches',
      { type: 'object', allOf: [{ properties: { a: true } }] },
      '{ readonly a?: unknown; }',
    ],
    ['nothing', false, 'never'],
    [
      'what a property is called',
      { properties: { constructor: { type: 'string' } } },
      '{ readonly constructor?: string; }',
    ],
  ])('%s', (_, schema, type) => {
    expect(typeOf({ properties: { it: schema }, required: ['it'] })).toBe(`{ readonly it: ${type}; }`);
  });

  it('names what is referred to, so that recursion ends', () => {
    const Thing = {
      properties: {
        child: to('Thing'),
        next: to('Node'),
      },
    };
    const Node = { type: 'array', items: to('Node') };
    expect(typesOf(Thing, { Node })).toEqual({
      Thing: '{ readonly child?: Thing; readonly next?: Node; }',
      Node: 'readonly Node[]',
    });
  });

  it('names what stands in the middle of another schema', () => {
    const Thing = {
      properties: {
        tree: { properties: { left: { $ref: '#/components/schemas/Thing/properties/tree' } } },
      },
    };
    expect(typesOf(Thing)).toEqual({
      Thing: '{ readonly tree?: { readonly left?: ThingTree; }; }',
      ThingTree: '{ readonly left?: ThingTree; }',
    });
  });

  it('gives names that are neither words of the language nor taken', () => {
    const Thing = {
      items: { anyOf: [to('string'), to('order-line'), to('orderLine'), to('1st'), to('Operations')] },
    };
    const plain = { type: 'string' };
    const schemas = { string: plain, 'order-line': plain, orderLine: plain, '1st': plain, Operations: plain };
    expect(typeOf(Thing, schemas)).toBe('readonly (String | OrderLine | OrderLine2 | T1st | Operations2)[]');
  });

  it('leaves out of requests what is readOnly, and out of answers what is writeOnly, however deep', () => {
    const Inner = {
      required: ['id', 'name'],
      properties: { id: { type: 'string', readOnly: true }, name: { type: 'string' } },
    };
    const Secret = { type: 'string', writeOnly: true };
    const Thing = {
      properties: {
        inner: to('Inner'),
        pin: to('Secret'),
      },
    };
    expect(typesOf(Thing, { Inner, Secret })).toEqual({
      Thing: '{ readonly inner?: Inner; }',
      Inner: '{ readonly id: string; readonly name: string; }',
    });
    expect(typesOf(Thing, { Inner, Secret }, 'request')).toEqual({
      ThingRequest: '{ readonly inner?: InnerRequest; readonly pin?: Secret; }',
      InnerRequest: '{ readonly name: string; }',
      Secret: 'string',
    });
  });

  it('demands nothing of a request that another part of the schema makes readOnly', () => {
    const Base = { properties: { id: { type: 'string', readOnly: true }, a: { type: 'string' } } };
    const Thing = { allOf: [to('Base')], required: ['id', 'a'] };
    expect(typesOf(Thing, { Base }, 'request')['ThingRequest']).toBe(
      '{ readonly a: unknown; } & BaseRequest',
    );
  });

  it('reads what OpenAPI 3.0 says of null', () => {
    const Thing = { type: 'object', properties: { a: { $ref: '#/components/schemas/A', nullable: true } } };
    const A = { type: 'string', enum: ['x'], nullable: true };
    expect(typesOf(Thing, { A }, 'answer', '3.0.3')).toEqual({
      Thing: '{ readonly a?: A | null; }',
      A: '"x" | null',
    });
  });
});
