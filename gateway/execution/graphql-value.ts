import type { GraphQLSchema } from 'graphql';
import { type BoundValue, chooseVariant } from '../binding/index.ts';
import { GatewayError } from '../errors.ts';
import { contractViolation } from './contract-violation.ts';
import { leafValue } from './leaf-value.ts';
import { mapEntries } from './map-entries.ts';
import { type Answer, childPointer, isJsonArray, isJsonObject, type Place } from './row.ts';

/**
 * What graphql-js is given for a place of an answer: null, a leaf's value, a list, or a `Row`. An item of a list that
 * is wrong becomes an error in its place, so that its neighbours stay.
 * @throws GatewayError CONTRACT_VIOLATED with the place.
 */
export function graphqlValue(
  value: BoundValue,
  place: Place,
  answer: Answer,
  schema: GraphQLSchema,
): unknown {
  const { json, pointer } = place;
  if (value.kind === 'success') return true;
  if (json === undefined || json === null) return null;
  switch (value.kind) {
    case 'leaf':
      return leafValue(value, place, answer, schema);
    case 'object':
      if (!isJsonObject(json) && value.overAny !== true)
        throw contractViolation(answer, pointer, 'not an object');
      return { ...place, shape: value.shape, answer };
    case 'variants': {
      if (!isJsonObject(json)) throw contractViolation(answer, pointer, 'not an object');
      const member = chooseVariant(value, json);
      if (member === undefined) throw contractViolation(answer, pointer, `no one member of ${value.type}`);
      return { ...place, shape: member.shape, answer };
    }
    case 'list':
      if (!isJsonArray(json)) throw contractViolation(answer, pointer, 'not an array');
      checkLength(json, value.maxItems, pointer, answer);
      return json.map((item, index) => {
        const { entry } = place;
        const at: Place = { json: item, pointer: childPointer(pointer, index), isText: false, entry };
        return itemValue(value.item, at, answer, schema);
      });
    case 'map': {
      const entries = mapEntries(value.declared, place, answer);
      checkLength(entries, value.maxItems, pointer, answer);
      return entries.map((entry) => entryValue(value.item, entry, answer, schema));
    }
  }
}

/** An object that stands for the entry itself is there even if the entry's value is null. */
function entryValue(value: BoundValue, place: Place, answer: Answer, schema: GraphQLSchema): unknown {
  if (value.kind === 'object' && value.overAny === true) return { ...place, shape: value.shape, answer };
  return itemValue(value, place, answer, schema);
}

/** A longer list breaks the contract, or else static bounds would not hold. */
export function checkLength(
  list: readonly unknown[],
  max: number | undefined,
  pointer: string,
  answer: Answer,
): void {
  if (max !== undefined && list.length > max)
    throw contractViolation(answer, pointer, `more than ${max} items`);
}

/** As `graphqlValue`, but what is wrong is given back: graphql-js throws errors that it finds in a list at their place. */
export function itemValue(value: BoundValue, place: Place, answer: Answer, schema: GraphQLSchema): unknown {
  try {
    return graphqlValue(value, place, answer, schema);
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
}
