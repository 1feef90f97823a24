import type { Json, JsonObject } from '#contract';
import { isObject, listOf, readPointer } from './read-pointer.ts';

/** Who will read the value: answers leave out what is `writeOnly`, requests what is `readOnly`. */
export type Direction = 'request' | 'response';

type Schema = Json & (JsonObject | boolean);

/**
 * A schema of the contract as json-schema-faker understands it. It takes keywords that it does not know for
 * properties, so only those it does are kept; what is lost here is caught by the validation of the result.
 */
export function generatorSchema(
  document: JsonObject,
  schema: JsonObject | boolean,
  direction: Direction,
): JsonObject | boolean {
  if (typeof schema === 'boolean') return schema;
  const kept: Record<string, Json> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    const translated = translate(document, keyword, value, direction);
    if (translated !== undefined) kept[keyword] = translated;
  }
  if (kept.examples === undefined && schema.example !== undefined) kept.examples = [schema.example];
  if (kept.oneOf !== undefined || kept.anyOf !== undefined) nameBranches(schema, kept);
  if (schema.required !== undefined && isObject(kept.properties) && isObject(schema.properties)) {
    kept.required = withoutHidden(schema.required, schema.properties, kept.properties);
  }
  return { ...likely(kept), ...kept };
}

/** What a reader expects where the contract leaves everything open: some text, no negative numbers, no empty map. */
function likely(schema: Record<string, Json>): Record<string, Json> {
  const leavesOpen = (...keywords: readonly string[]): boolean =>
    keywords.every((keyword) => schema[keyword] === undefined);
  const types = [schema.type].flat();
  if (types.includes('string') && leavesOpen('format', 'pattern', 'enum', 'const')) {
    return { minLength: Math.min(4, typeof schema.maxLength === 'number' ? schema.maxLength : 4) };
  }
  if (types.includes('integer') || types.includes('number')) {
    return leavesOpen('maximum', 'exclusiveMinimum') ? { minimum: 0 } : {};
  }
  return isObject(schema.additionalProperties ?? null) && leavesOpen('properties', 'maxProperties')
    ? { minProperties: 1 }
    : {};
}

const VALUES = new Set(
  `$ref type enum const minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern format
  minItems maxItems uniqueItems minContains maxContains required minProperties maxProperties dependentRequired
  examples`.split(/\s+/),
);
const SCHEMAS = new Set('items contains additionalProperties propertyNames not if then else'.split(' '));
const LISTS = new Set('prefixItems allOf anyOf oneOf'.split(' '));
const MAPS = new Set('properties patternProperties dependentSchemas $defs'.split(' '));

function translate(
  document: JsonObject,
  keyword: string,
  value: Json,
  direction: Direction,
): Json | undefined {
  if (VALUES.has(keyword)) return value;
  const schemaOf = (inner: Json | undefined): Schema =>
    isSchema(inner) ? generatorSchema(document, inner, direction) : true;
  if (SCHEMAS.has(keyword)) return schemaOf(value);
  if (LISTS.has(keyword) && Array.isArray(value)) return value.map(schemaOf);
  if (!MAPS.has(keyword) || !isObject(value)) return undefined;
  const shown = Object.entries(value).filter(
    ([, inner]) => keyword !== 'properties' || !isHidden(document, inner, direction),
  );
  return Object.fromEntries(shown.map(([name, inner]) => [name, schemaOf(inner)]));
}

function isSchema(value: Json | undefined): value is JsonObject | boolean {
  return typeof value === 'boolean' || isObject(value);
}

function isHidden(document: JsonObject, schema: Json, direction: Direction): boolean {
  const flag = direction === 'response' ? 'writeOnly' : 'readOnly';
  if (!isObject(schema)) return false;
  if (schema[flag] === true) return true;
  const target = typeof schema.$ref === 'string' ? readPointer(document, schema.$ref) : undefined;
  return isObject(target) && target[flag] === true;
}

function withoutHidden(required: Json, declared: JsonObject, kept: JsonObject): Json {
  return listOf(required).filter(
    (name) => typeof name === 'string' && (kept[name] !== undefined || declared[name] === undefined),
  );
}

/**
 * `oneOf` becomes `anyOf`, because json-schema-faker leaves every optional property out below a `oneOf`;
 * and each branch says its own name where a discriminator asks for it.
 */
function nameBranches(schema: JsonObject, kept: Record<string, Json>): void {
  const branches = listOf(kept.oneOf ?? kept.anyOf);
  const { discriminator } = schema;
  delete kept.oneOf;
  kept.anyOf = branches.map((branch) => {
    const named = isObject(discriminator) ? discriminatorOf(discriminator, branch) : undefined;
    return named === undefined ? branch : { allOf: [branch, named] };
  });
}

function discriminatorOf({ propertyName, mapping }: JsonObject, branch: Json): JsonObject | undefined {
  if (typeof propertyName !== 'string' || !isObject(branch) || typeof branch.$ref !== 'string')
    return undefined;
  const { $ref } = branch;
  const name = $ref.split('/').at(-1) ?? '';
  const pairs = isObject(mapping) ? Object.entries(mapping) : [];
  const value = pairs.find(([, target]) => target === $ref || target === name)?.[0] ?? name;
  return { type: 'object', required: [propertyName], properties: { [propertyName]: { const: value } } };
}
