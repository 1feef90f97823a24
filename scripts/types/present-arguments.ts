import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { arrayOf, named, objectOf, type TypeText, UNKNOWN, unionOf } from './type-text.ts';

/** Input types that arguments refer to, by name. */
export type InputTypes = Map<string, GraphQLInputObjectType>;

/** What a resolver is given for arguments, or for the fields of an input type: coerced, defaults in place. */
export function presentArguments(
  args: readonly (GraphQLArgument | GraphQLInputField)[],
  inputs: InputTypes,
): TypeText {
  return objectOf(
    args.map(({ name, type, defaultValue }) => ({
      name,
      type: presentInput(type, inputs),
      optional: !isNonNullType(type) && defaultValue === undefined,
    })),
  );
}

function presentInput(type: GraphQLInputType, inputs: InputTypes): TypeText {
  if (isNonNullType(type)) return presentValue(type.ofType, inputs);
  return unionOf([presentValue(type, inputs), named('null')]);
}

function presentValue(type: GraphQLInputType, inputs: InputTypes): TypeText {
  if (isNonNullType(type)) return presentValue(type.ofType, inputs);
  if (isListType(type)) return arrayOf(presentInput(type.ofType, inputs));
  if (isEnumType(type)) return unionOf(type.getValues().map(({ name }) => named(JSON.stringify(name))));
  if (isInputObjectType(type)) {
    inputs.set(type.name, type);
    return named(type.name);
  }
  const scalar = SCALARS[type.name];
  return scalar === undefined ? UNKNOWN : unionOf(scalar.map(named));
}

const SCALARS: Readonly<Record<string, readonly string[]>> = {
  String: ['string'],
  ID: ['string'],
  Int: ['number'],
  Float: ['number'],
  Boolean: ['boolean'],
  DateTime: ['string'],
  Date: ['string'],
  BigInt: ['string', 'number'],
  Decimal: ['string'],
};
