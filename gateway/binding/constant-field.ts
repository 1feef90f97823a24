import type { GraphQLInputField, GraphQLInputType } from 'graphql';
import { GraphQLBoolean, getNullableType, isNonNullType } from 'graphql';
import type { Json, SchemaNode } from '../contract/index.ts';
import { checkConstant } from './check-constant.ts';
import type { Wire } from './check-input-leaf.ts';
import { directiveOn } from './directives.ts';
import { constantOf } from './enum-values.ts';
import type { InputPlace } from './input-place.ts';
import type { BoundInput } from './model.ts';

type InputElement = Pick<GraphQLInputField, 'type' | 'astNode'>;

/** Undefined after a mistake, which was reported. */
export type InputBinder = (
  place: InputPlace,
  type: GraphQLInputType,
  node: SchemaNode,
) => BoundInput | undefined;

/**
 * An argument or input field at its place: by its type; or, with `@json(value:)` on a Boolean, as a constant that is sent
 * or left out. Undefined after a mistake, which was reported.
 */
export function bindElement(
  place: InputPlace,
  element: InputElement,
  node: SchemaNode,
  byType: InputBinder,
): BoundInput | undefined {
  const value = constantIn(element);
  if (value === undefined) return byType(place, element.type, node);
  const isSent = getNullableType(element.type) === GraphQLBoolean && checkConstant(place, value, node);
  return isSent ? { kind: 'constant', value } : undefined;
}

/** The constant that stands for `true`. */
export function constantIn(element: Pick<InputElement, 'astNode'>): Json | undefined {
  const json = directiveOn(element, 'json');
  return json && constantOf(json);
}

/** Present in every value of the type; in JSON if only as a null, which as text is the same as absent. */
export function isCertain(
  { type, defaultValue, astNode }: Pick<GraphQLInputField, 'type' | 'defaultValue' | 'astNode'>,
  wire: Wire,
): boolean {
  if (constantIn({ astNode }) !== undefined) return false;
  return isNonNullType(type) || (wire === 'json' && defaultValue !== undefined);
}
