import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { getNamedType, isAbstractType, isCompositeType, isInterfaceType, isObjectType } from 'graphql';
import { directiveOn, intArgument } from './directives.ts';

/** Every `@cost`, by `Type.field`, `Type` and `Type.field(argument:)`; those of unions and interfaces follow. */
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
  addAbstract(schema, weights);
  return weights;
}

/** A field may turn out to be any of its members: it weighs what the heaviest does. */
function addAbstract(schema: GraphQLSchema, weights: Map<string, number>): void {
  for (const type of Object.values(schema.getTypeMap()).filter(isAbstractType)) {
    const members = schema.getPossibleTypes(type);
    addHeaviest(weights, type.name, members, ({ name }) => weights.get(name), 1);
    for (const field of isInterfaceType(type) ? Object.values(type.getFields()) : []) {
      const usual =
        weights.get(getNamedType(field.type).name) ?? (isCompositeType(getNamedType(field.type)) ? 1 : 0);
      addHeaviest(
        weights,
        `${type.name}.${field.name}`,
        members,
        ({ name }) => weights.get(`${name}.${field.name}`),
        usual,
      );
      for (const { name } of field.args) {
        const below = `${field.name}(${name}:)`;
        addHeaviest(
          weights,
          `${type.name}.${below}`,
          members,
          (member) => weights.get(`${member.name}.${below}`),
          0,
        );
      }
    }
  }
}

/** Adds nothing where no member says what it weighs. */
function addHeaviest(
  weights: Map<string, number>,
  coordinate: string,
  members: readonly GraphQLObjectType[],
  weightOf: (member: GraphQLObjectType) => number | undefined,
  usual: number,
): void {
  const declared = members.map(weightOf);
  if (declared.every((weight) => weight === undefined)) return;
  weights.set(coordinate, Math.max(...declared.map((weight) => weight ?? usual)));
}
