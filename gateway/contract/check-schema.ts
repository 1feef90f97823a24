import type { Json, JsonObject } from './contract.ts';
import { extendPointer } from './json-pointer.ts';
import type { Mistake } from './mistake.ts';

const TYPES: readonly string[] = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];

interface Rule {
  readonly holds: (value: Json) => boolean;
  readonly wanted: string;
}

const number: Rule = { holds: (value) => typeof value === 'number', wanted: 'a number' };
const bound: Rule = { ...number, wanted: 'a number, the bound itself (true and false were OpenAPI 3.0)' };
const count: Rule = {
  holds: (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0,
  wanted: 'a whole number from 0',
};
const flag: Rule = { holds: (value) => typeof value === 'boolean', wanted: 'true or false' };
const text: Rule = { holds: (value) => typeof value === 'string', wanted: 'a string' };
const names: Rule = {
  holds: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  wanted: 'a list of property names',
};

/** What a keyword must hold for the schema to compile (JSON Schema 2020-12, validation). */
const RULES: Readonly<Record<string, Rule>> = {
  type: {
    holds: (value) => (Array.isArray(value) ? value.length > 0 && value.every(isType) : isType(value)),
    wanted: `one of ${TYPES.join(', ')}, or a list of them`,
  },
  enum: { holds: Array.isArray, wanted: 'a list of values' },
  required: names,
  pattern: { holds: isPattern, wanted: 'a regular expression (ECMA-262)' },
  format: text,
  minimum: number,
  maximum: number,
  exclusiveMinimum: bound,
  exclusiveMaximum: bound,
  multipleOf: { holds: (value) => typeof value === 'number' && value > 0, wanted: 'a number above 0' },
  minLength: count,
  maxLength: count,
  minItems: count,
  maxItems: count,
  minProperties: count,
  maxProperties: count,
  minContains: count,
  maxContains: count,
  uniqueItems: flag,
  readOnly: flag,
  writeOnly: flag,
};

/** Mistakes that would otherwise show when the first value is checked. */
export function checkSchema(json: JsonObject, pointer: string): readonly Mistake[] {
  return Object.entries(json).flatMap(([keyword, value]) => {
    const rule = Object.hasOwn(RULES, keyword) ? RULES[keyword] : undefined;
    if (rule === undefined || rule.holds(value)) return [];
    return [
      {
        message: `\`${keyword}\` of a schema must be ${rule.wanted}.`,
        pointer: extendPointer(pointer, keyword),
      },
    ];
  });
}

function isType(value: Json): boolean {
  return typeof value === 'string' && TYPES.includes(value);
}

function isPattern(value: Json): boolean {
  if (typeof value !== 'string') return false;
  try {
    return compilePattern(value) instanceof RegExp;
  } catch {
    return false;
  }
}

/** JSON Schema asks for Unicode expressions; many published ones (`[\w-.]`) only work without. */
export function compilePattern(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return new RegExp(pattern);
  }
}
