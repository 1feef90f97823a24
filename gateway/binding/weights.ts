import type { GraphQLSchema } from 'graphql';
import { isObjectType } from 'graphql';
import { directiveOn, intArgument } from './directives.ts';

/** Every `@cost`, by `Type.field`, `Type` and `Type.field(argument:)`. */
export function collectWeights(schema: GraphQLSchema): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  const add = (coordinate: string, element: Parameters<typeof directiveOn>[0]): void => {
    const directive = directiveOn(element, 'cost');
    const weight = directive && intArgument(directive, 'weight');
    if (weight !== undefined) weights.set(coordinate, weight);
  };
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    add(type.name, type);
    for (const field of Object.values(type.getFields())) {
      add(`${type.name}.${field.name}`, field);
      for (const argument of field.args) add(`${type.name}.${field.name}(${argument.name}:)`, argument);
    }
  }
  return weights;
}
