import { createHash } from 'node:crypto';
import { type GenerateOptions, generateSync, type JsonSchema, type Random } from 'json-schema-faker';
import type { Json, SchemaNode, Violation } from '#contract';
import { type Direction, generatorSchema } from './generator-schema.ts';
import { isObject, readPointer } from './read-pointer.ts';

/** A value that the contract allows, or why none was found. */
export type Generated = { readonly value: Json } | { readonly reason: string };

export interface GenerateValueOptions {
  /** Equal seeds and schemas make equal values. */
  readonly seed: string;
  readonly direction: Direction;
  /** The judge: a value it objects to is thrown away. */
  readonly check: (value: Json) => Violation | undefined;
}

interface Attempt extends GenerateOptions {
  readonly maxValues: number;
}

/**
 * Each attempt asks for less than the one before: first rich values with the contract's own `examples` of single
 * properties in them, in the end only what is required. Recursive schemas are cut at different depths, because
 * which depth leaves a valid value depends on what stands there.
 */
const ATTEMPTS: readonly Attempt[] = [
  ...[20, 20, 20, 8, 7, 6, 5].map((maxDepth) =>
    rich(maxDepth, { optionalsProbability: 0.8, useExamplesValue: true }),
  ),
  ...[20, 20, 20, 8, 7, 6, 5].map((maxDepth) => rich(maxDepth, { optionalsProbability: 0.4 })),
  ...Array.from({ length: 6 }, frugal),
];

function frugal(): Attempt {
  return { maxDepth: 20, maxValues: 20_000, maxDefaultItems: 1, optionalsProbability: 0 };
}

function rich(maxDepth: number, options: GenerateOptions): Attempt {
  return { maxDepth, maxValues: 2_000, maxDefaultItems: 3, ...options };
}

/** Makes a value that fits the schema, the same one for the same seed. */
export function generateValue(node: SchemaNode, { seed, direction, check }: GenerateValueOptions): Generated {
  const { document } = node.contract;
  const schema = generatorSchema(document, node.json, direction);
  let reason = 'no attempt was made';
  for (const [attempt, { maxValues, ...options }] of ATTEMPTS.entries()) {
    try {
      const value = toJson(
        generateSync(schema, {
          ...options,
          outputTransform: createOutputTransform(maxValues),
          seed: seedNumber(`${seed} ${attempt}`),
          formats: FORMATS,
          refResolver: (reference) => {
            const target = readPointer(document, reference);
            if (typeof target !== 'boolean' && !isObject(target))
              throw new Error(`nothing stands at ${reference}`);
            return generatorSchema(document, target, direction);
          },
        }),
      );
      const violation = check(value);
      if (violation === undefined) return { value };
      reason = `${violation.pointer || 'the value'} ${violation.message}`;
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
  }
  return { reason };
}

/** A number that stands for a text, evenly spread over 32 bits. */
export function seedNumber(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}

/** A recursive schema can ask for more values than fit into memory; such an attempt ends early. */
function createOutputTransform(maxValues: number): NonNullable<GenerateOptions['outputTransform']> {
  let values = 0;
  return (value, schema) => {
    values += 1;
    if (values > maxValues) throw new Error(`the schema asks for more than ${maxValues} values`);
    return typeof value === 'number' ? tidyNumber(value, schema) : value;
  };
}

/** Binary fractions such as 0.30000000000000004 are no multiple of 0.1, and nobody wants to see sixteen digits. */
function tidyNumber(value: number, schema: JsonSchema): number {
  const step = typeof schema === 'object' ? schema.multipleOf : undefined;
  const digits = step === undefined ? 2 : (String(step).split('.')[1]?.length ?? 0);
  const tidy = Number(value.toFixed(digits));
  const { minimum = -Infinity, maximum = Infinity } = typeof schema === 'object' ? schema : {};
  return tidy >= minimum && tidy <= maximum ? tidy : value;
}

function toJson(value: unknown): Json {
  if (value === undefined) throw new Error('the schema allows no value');
  const copy: Json = JSON.parse(JSON.stringify(value));
  return copy;
}

/** Formats that json-schema-faker does not know, or makes wrongly. */
const FORMATS: Record<string, (random: Random) => string> = {
  byte: (random) => Buffer.from(letters(random, 12)).toString('base64'),
  decimal: (random) => `${random.int(0, 9_999)}.${random.int(10, 99)}`,
  int32: (random) => String(random.int(0, 2_147_483_647)),
  int64: (random) => String(random.int(0, Number.MAX_SAFE_INTEGER)),
  duration: (random) => `P${random.int(1, 30)}DT${random.int(1, 23)}H`,
  regex: (random) => `^${letters(random, 6)}$`,
  'uri-template': (random) => `https://example.com/${letters(random, 6)}/{id}`,
};

function letters(random: Random, length: number): string {
  return Array.from({ length }, () => String.fromCharCode(random.int(97, 122))).join('');
}
