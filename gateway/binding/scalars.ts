import type { DefinitionNode, GraphQLScalarType, ValueNode } from 'graphql';
import { GraphQLError, Kind, parse, Source, valueFromASTUntyped } from 'graphql';

const SDL = /* GraphQL */ `
"A moment with its offset from UTC, as RFC 3339 writes it: \`2026-11-22T09:30:00Z\`."
scalar DateTime @specifiedBy(url: "https://scalars.graphql.org/andimarek/date-time.html")

"A day of the calendar, as RFC 3339 writes it: \`2026-11-22\`."
scalar Date @specifiedBy(url: "https://scalars.graphql.org/andimarek/local-date.html")

"A whole number of any size: a string of digits in answers, a number or such a string in arguments."
scalar BigInt

"A number with exactly the decimals that are written: \`\\"12.50\\"\`."
scalar Decimal

"Any JSON value."
scalar JSON

"A file, sent beside the operation as the GraphQL multipart request specification says."
scalar Upload @specifiedBy(url: "https://github.com/jaydenseric/graphql-multipart-request-spec")
`;

/** The scalars that client schemas may use without declaring them. */
export const SCALAR_DEFINITIONS: readonly DefinitionNode[] = parse(new Source(SDL, 'scalars')).definitions;

interface ScalarCodec {
  /** JSON of a service → the client's JSON. Throws a GraphQLError for a value the scalar does not have. */
  readonly serialize: (value: unknown) => unknown;
  /** A client's variable → JSON for a service. Throws a GraphQLError. */
  readonly parseValue: (value: unknown) => unknown;
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|[+-](\d\d):(\d\d))$/i;
const INTEGER = /^-?(?:0|[1-9]\d*)$/;
const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

const CODECS: ReadonlyMap<string, ScalarCodec> = new Map<string, ScalarCodec>([
  [
    'DateTime',
    bothWays((value) => checked(value, isDateTime, 'DateTime', 'a string like "2026-11-22T09:30:00Z"')),
  ],
  ['Date', bothWays((value) => checked(value, isDate, 'Date', 'a string like "2026-11-22"'))],
  ['BigInt', { serialize: (value) => String(integerOf(value)), parseValue: integerOf }],
  [
    'Decimal',
    {
      serialize: decimalOf,
      parseValue: (value) => checked(value, isDecimal, 'Decimal', 'a string like "12.50"'),
    },
  ],
  ['JSON', bothWays((value) => value)],
  ['Upload', bothWays(refuseFile)],
]);

export function isKnownScalar(name: string): boolean {
  return CODECS.has(name);
}

/** Gives a scalar that was built from SDL its meaning; scalars of the GraphQL specification keep theirs. */
export function implementScalar(scalar: GraphQLScalarType): void {
  const codec = CODECS.get(scalar.name);
  if (codec === undefined) return;
  scalar.serialize = codec.serialize;
  scalar.parseValue = codec.parseValue;
  scalar.parseLiteral = (node, variables) =>
    codec.parseValue(
      scalar.name === 'JSON' ? valueFromASTUntyped(node, variables) : literalOf(scalar.name, node),
    );
}

/** Numbers in a document keep their digits: `12.50` and integers beyond 2^53 arrive as written. */
function literalOf(scalar: string, node: ValueNode): unknown {
  if (node.kind === Kind.STRING) return node.value;
  if (scalar === 'BigInt' && node.kind === Kind.INT) return node.value;
  if (scalar === 'Decimal' && (node.kind === Kind.INT || node.kind === Kind.FLOAT)) return node.value;
  throw refusal(scalar, 'another kind of literal', node);
}

function bothWays(convert: (value: unknown) => unknown): ScalarCodec {
  return { serialize: convert, parseValue: convert };
}

/** A file comes as a part of a multipart request; no JSON is one. */
function refuseFile(): never {
  throw refusal('Upload', 'a file of a multipart request');
}

function checked(value: unknown, accepts: (text: string) => boolean, scalar: string, wanted: string): string {
  if (typeof value === 'string' && accepts(value)) return value;
  throw refusal(scalar, wanted);
}

/** A number where JavaScript has it exactly, else its digits. */
function integerOf(value: unknown): number | string {
  if (typeof value === 'bigint') return integerOf(String(value));
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  if (typeof value !== 'string' || !INTEGER.test(value)) {
    throw refusal('BigInt', 'a whole number or its digits in a string');
  }
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function decimalOf(value: unknown): string {
  const text = typeof value === 'number' ? plainNotation(value) : value;
  return checked(text, isDecimal, 'Decimal', 'a string like "12.50", or a number');
}

/** JavaScript writes 1e21 and 1e-7 with an exponent; a Decimal has none. */
function plainNotation(value: number): string {
  const text = String(value);
  const [digits = '', exponent] = text.split('e');
  if (exponent === undefined) return text;
  const sign = digits.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = digits.replace('-', '').split('.');
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${whole}${fraction}`;
  return `${sign}${(whole + fraction).padEnd(point, '0')}`;
}

function isDecimal(text: string): boolean {
  return DECIMAL.test(text);
}

function isDate(text: string): boolean {
  const [, year = 0, month = 0, day = 0] = (DATE.exec(text) ?? []).map(Number);
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function isDateTime(text: string): boolean {
  const separator = text[10];
  if (separator !== 'T' && separator !== 't') return false;
  const [matched, ...parts] = TIME.exec(text.slice(11)) ?? [];
  const [hour = 0, minute = 0, second = 0, offsetHour = 0, offsetMinute = 0] = parts.map((part) =>
    Number(part ?? 0),
  );
  if (matched === undefined || offsetHour > 23 || offsetMinute > 59) return false;
  // RFC 3339, 5.6: a leap second is written as 60.
  return isDate(text.slice(0, 10)) && hour <= 23 && minute <= 59 && second <= 60;
}

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

function refusal(scalar: string, wanted: string, node?: ValueNode): GraphQLError {
  return new GraphQLError(
    `${scalar} cannot represent this value; it takes ${wanted}.`,
    node ? { nodes: node } : {},
  );
}
