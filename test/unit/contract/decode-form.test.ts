import { describe, expect, test } from '@jest/globals';
import { decodeForm, resolveNode } from '#contract';
import { schemaOf } from './contract-of.ts';

const THING = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    amount: { type: 'integer' },
    live: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string' } },
    sizes: { type: 'array', items: { type: 'integer' } },
    card: { type: 'object', properties: { year: { type: 'integer' } } },
    items: {
      type: 'array',
      items: { type: 'object', properties: { price: { type: 'number' } } },
    },
    byYear: { type: 'object', additionalProperties: { type: 'integer' } },
    open: {},
  },
};

function decode(text: string, loose = false): unknown {
  return decodeForm(resolveNode(schemaOf(THING), '/components/schemas/Thing'), text, loose);
}

describe('a form', () => {
  test.each([
    ['name=7&amount=7&live=true', { name: '7', amount: 7, live: true }],
    ['name=a+b%26c', { name: 'a b&c' }],
    ['amount=seven', { amount: 'seven' }],
    ['tags=a&tags=b', { tags: ['a', 'b'] }],
    ['tags=a', { tags: ['a'] }],
    ['tags[]=a&tags[]=b', { tags: ['a', 'b'] }],
    ['sizes[1]=2&sizes[0]=1', { sizes: [1, 2] }],
    ['card[year]=2027', { card: { year: 2027 } }],
    ['card={"year":2027}', { card: { year: 2027 } }],
    ['items[0][price]=1.5&items[1][price]=2', { items: [{ price: 1.5 }, { price: 2 }] }],
    ['byYear[2026]=1&byYear[2027]=2', { byYear: { 2026: 1, 2027: 2 } }],
    ['name=a&name=b', { name: ['a', 'b'] }],
    ['na]me=a', { 'na]me': 'a' }],
    ['', {}],
  ])('%s', (text, expected) => {
    expect(decode(text)).toEqual(expected);
  });

  test('text of which the schema says nothing is text, or the JSON that it looks like', () => {
    expect(decode('other=7')).toEqual({ other: '7' });
    expect(decode('other=7', true)).toEqual({ other: 7 });
  });

  test('names from a request reach no prototype, and no stack is deep enough for them', () => {
    const decoded = decode('__proto__[polluted]=1&constructor=2');
    expect(Object.keys(Object(decoded))).toEqual(['__proto__', 'constructor']);
    expect({}).not.toHaveProperty('polluted');
    expect(() => decode(`a${'[b]'.repeat(50_000)}=1`)).not.toThrow();
  });
});
