import { fitsFormat, type Json, type JsonObject } from '#contract';
import type { SchemaScope } from './schema-scope.ts';

/** Whether a number or text keeps the bounds of a schema; everything else does. */
export function fitsScalar(scope: SchemaScope, schema: JsonObject, value: Json): boolean {
  if (typeof value === 'number') return fitsNumber(schema, value);
  return typeof value !== 'string' || fitsText(scope, schema, value);
}

/** As the validator computes it, rounding included. */
export function isMultipleOf(value: number, step: number): boolean {
  const quotient = value / step;
  return quotient === Number.parseInt(String(quotient), 10);
}

function fitsNumber(schema: JsonObject, value: number): boolean {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, format } = schema;
  return (
    !(typeof minimum === 'number' && value < minimum) &&
    !(typeof maximum === 'number' && value > maximum) &&
    !(typeof exclusiveMinimum === 'number' && value <= exclusiveMinimum) &&
    !(typeof exclusiveMaximum === 'number' && value >= exclusiveMaximum) &&
    !(typeof multipleOf === 'number' && !isMultipleOf(value, multipleOf)) &&
    !(typeof format === 'string' && !fitsFormat(format, value))
  );
}

function fitsText(scope: SchemaScope, schema: JsonObject, value: string): boolean {
  const { minLength, maxLength, pattern, format } = schema;
  if (typeof pattern === 'string' && scope.pattern(pattern)?.test(value) === false) return false;
  if (typeof format === 'string' && !fitsFormat(format, value)) return false;
  if (typeof minLength !== 'number' && typeof maxLength !== 'number') return true;
  const length = lengthOf(value);
  return (
    !(typeof minLength === 'number' && length < minLength) &&
    !(typeof maxLength === 'number' && length > maxLength)
  );
}

/** Characters, not UTF-16 units. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}
