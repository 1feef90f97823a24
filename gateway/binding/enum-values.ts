import type { GraphQLEnumType } from 'graphql';
import type { Json } from '../contract/index.ts';
import { argumentOf, directiveOn, flagArgument } from './directives.ts';
import { parseTemplate } from './parse-template.ts';

/** A value of a client's enum, and what its `@json` says about it. */
export interface EnumValue {
  readonly name: string;
  /** The wire value that `@json(value:)` names; undefined where the name itself says it. */
  readonly value: Json | undefined;
  /** True for the value that stands for all that the enum does not have. */
  readonly isOther: boolean;
}

export function enumValuesOf(type: GraphQLEnumType): readonly EnumValue[] {
  return type.getValues().map((value) => {
    const json = directiveOn(value, 'json');
    return {
      name: value.name,
      value: json && constantOf(json),
      isOther: json !== undefined && flagArgument(json, 'other'),
    };
  });
}

/** The constant of `@json(value:)`; undefined without one, and for what is no scalar of JSON. */
export function constantOf(json: NonNullable<ReturnType<typeof directiveOn>>): Json | undefined {
  const node = argumentOf(json, 'value');
  const parsed = node && parseTemplate(node, () => {});
  return parsed?.kind === 'constant' ? parsed.value : undefined;
}
