import type {
  GraphQLAbstractType,
  GraphQLField,
  GraphQLNamedType,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLSchema,
} from 'graphql';
import { isAbstractType, isEnumType, isListType, isNonNullType, isObjectType } from 'graphql';
import type { Json, JsonObject } from '../contract/index.ts';
import { argumentOf, directiveOn } from './directives.ts';

/**
 * A document with a schema for each object type, union and interface, as resolvers give them, and under `values`, by
 * `Type.field`, with one for each field that is marked `@resolver`.
 */
export function describeGiven(schema: GraphQLSchema): JsonObject {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const objects = types.filter(isObjectType);
  const abstract = types.filter(isAbstractType);
  const values = objects.flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => directiveOn(field, 'resolver') !== undefined)
      .map((field) => [`${type.name}.${field.name}`, describeType(field.type)] as const),
  );
  const schemas = [
    ...objects.map((type) => [type.name, describeObject(type)] as const),
    ...abstract.map((type) => [type.name, describeAbstract(type, schema)] as const),
  ];
  return { values: Object.fromEntries(values), components: { schemas: Object.fromEntries(schemas) } };
}

const ELSEWHERE = ['resolver', 'rest', 'join', 'event', 'next'];

/** What does not come from the object itself is not among the properties that a resolver gives. */
function isBoundElsewhere(field: GraphQLField<unknown, unknown>): boolean {
  const json = directiveOn(field, 'json');
  const isOfCall = json !== undefined && argumentOf(json, 'of') !== undefined;
  return isOfCall || ELSEWHERE.some((name) => directiveOn(field, name) !== undefined);
}

function describeObject(type: GraphQLObjectType): JsonObject {
  const given = Object.values(type.getFields()).filter((field) => !isBoundElsewhere(field));
  return {
    type: 'object',
    required: given.filter((field) => isNonNullType(field.type)).map(({ name }) => name),
    properties: Object.fromEntries(given.map((field) => [field.name, describeType(field.type)])),
  };
}

/** Only its name tells which member of a union an object is. */
function describeAbstract(type: GraphQLAbstractType, schema: GraphQLSchema): JsonObject {
  return {
    oneOf: schema.getPossibleTypes(type).map(({ name }) => ({
      allOf: [{ $ref: `#/components/schemas/${name}` }],
      type: 'object',
      required: ['__typename'],
      properties: { __typename: { const: name } },
    })),
  };
}

function describeType(type: GraphQLOutputType): Json {
  if (isNonNullType(type)) return describeValue(type.ofType);
  const value = describeValue(type);
  return Object.keys(value).length === 0 ? value : { anyOf: [value, { type: 'null' }] };
}

function describeValue(type: GraphQLOutputType): JsonObject {
  if (isListType(type)) return { type: 'array', items: describeType(type.ofType) };
  if (isNonNullType(type)) return describeValue(type.ofType);
  if (isObjectType(type) || isAbstractType(type)) return { $ref: `#/components/schemas/${type.name}` };
  return describeLeaf(type);
}

/** As JSON; the digits of what JavaScript has no number for come as a text. */
const SCALARS: Readonly<Record<string, JsonObject>> = {
  String: { type: 'string' },
  ID: { type: 'string' },
  Int: { type: 'integer' },
  Float: { type: 'number' },
  Boolean: { type: 'boolean' },
  DateTime: { type: 'string', format: 'date-time' },
  Date: { type: 'string', format: 'date' },
  BigInt: { type: ['string', 'integer'], format: 'int64' },
  Decimal: { type: ['string', 'number'], format: 'decimal' },
};

function describeLeaf(type: GraphQLNamedType): JsonObject {
  if (isEnumType(type)) return { type: 'string', enum: type.getValues().map(({ name }) => name) };
  return SCALARS[type.name] ?? {};
}
