import { describe, expect, it } from '@jest/globals';
import { GraphQLError, type GraphQLScalarType, isScalarType, parseValue } from 'graphql';
import { answering, bind } from './bind-text.ts';

const SDL = `
type Query { all: All @public @rest(operation: "shop.read") }
type All { moment: DateTime day: Date big: BigInt exact: Decimal any: JSON }
`;
const bound = bind(
  SDL,
  answering({
    type: 'object',
    properties: {
      moment: { type: 'string', format: 'date-time' },
      day: { type: 'string', format: 'date' },
      big: { type: 'integer', format: 'int64' },
      exact: { type: 'string', format: 'decimal' },
      any: {},
    },
  }),
);

function scalar(name: string): GraphQLScalarType {
  const type = bound.schema.getType(name);
  if (!isScalarType(type)) throw new Error(`${name} is no scalar`);
  return type;
}

describe('scalars', () => {
  it.each([
    ['DateTime', '2026-11-22T09:30:00Z'],
    ['DateTime', '2026-11-22t09:30:00.123456+05:30'],
    ['DateTime', '2016-12-31T23:59:60Z'],
    ['Date', '2024-02-29'],
    ['Decimal', '12.50'],
    ['Decimal', '-0.1'],
  ])('%s takes and gives %s unchanged', (name, value) => {
    expect(scalar(name).parseValue(value)).toBe(value);
    expect(scalar(name).serialize(value)).toBe(value);
  });

  it.each([
    ['DateTime', '2026-11-22'],
    ['DateTime', '2026-11-22T09:30:00'],
    ['DateTime', '2026-11-22 09:30:00Z'],
    ['DateTime', '2026-02-29T09:30:00Z'],
    ['DateTime', '2026-11-22T24:00:00Z'],
    ['DateTime', '2026-11-22T09:30:00+24:00'],
    ['DateTime', 1_700_000_000],
    ['Date', '2026-13-01'],
    ['Date', '2026-11-31'],
    ['Date', '1900-02-29'],
    ['Date', '2026-11-22T00:00:00Z'],
    ['Decimal', '1e3'],
    ['Decimal', '01.5'],
    ['Decimal', '.5'],
    ['Decimal', ''],
    ['BigInt', 1.5],
    ['BigInt', 2 ** 53],
    ['BigInt', '1.0'],
    ['BigInt', '0x10'],
    ['BigInt', true],
  ])('%s refuses %j both ways', (name, value) => {
    expect(() => scalar(name).parseValue(value)).toThrow(GraphQLError);
    expect(() => scalar(name).serialize(value)).toThrow(GraphQLError);
  });

  it('BigInt gives digits in a string, and takes them or a number', () => {
    expect(scalar('BigInt').serialize(7)).toBe('7');
    expect(scalar('BigInt').serialize('9223372036854775807')).toBe('9223372036854775807');
    expect(scalar('BigInt').parseValue('7')).toBe(7);
    expect(scalar('BigInt').parseValue(7)).toBe(7);
    expect(scalar('BigInt').parseValue('9223372036854775807')).toBe('9223372036854775807');
  });

  it('Decimal writes the numbers of a service without an exponent', () => {
    expect(scalar('Decimal').serialize(1.5)).toBe('1.5');
    expect(scalar('Decimal').serialize(1e-7)).toBe('0.0000001');
    expect(scalar('Decimal').serialize(-1.25e-9)).toBe('-0.00000000125');
    expect(scalar('Decimal').serialize(1.5e21)).toBe('1500000000000000000000');
    expect(() => scalar('Decimal').serialize(Number.POSITIVE_INFINITY)).toThrow(GraphQLError);
    expect(() => scalar('Decimal').parseValue(1.5)).toThrow(GraphQLError);
  });

  it('read literals in a document with every digit that was written', () => {
    expect(scalar('BigInt').parseLiteral(parseValue('9223372036854775807'))).toBe('9223372036854775807');
    expect(scalar('Decimal').parseLiteral(parseValue('12.50'))).toBe('12.50');
    expect(scalar('JSON').parseLiteral(parseValue('{ a: [1, "b", null] }'))).toEqual({ a: [1, 'b', null] });
    expect(() => scalar('DateTime').parseLiteral(parseValue('2026'))).toThrow(GraphQLError);
    expect(() => scalar('Date').parseLiteral(parseValue('TODAY'))).toThrow(GraphQLError);
  });

  it('of JSON with a variable inside read the variable', () => {
    expect(scalar('JSON').parseLiteral(parseValue('{ a: $a }'), { a: 1 })).toEqual({ a: 1 });
  });
});
