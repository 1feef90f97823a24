import type {
  GraphQLArgument,
  GraphQLInputField,
  GraphQLInterfaceType,
  GraphQLNamedType,
  GraphQLObjectType,
  GraphQLSchema,
} from 'graphql';
import { isInputObjectType, isInterfaceType, isObjectType, valueFromAST } from 'graphql';
import type { Findings } from './findings.ts';

/**
 * Reads all default values again, now that the scalars know their values. GraphQL's own validation of schemas does not
 * look at them: a default of the wrong type would just be gone.
 */
export function readDefaults(schema: GraphQLSchema, findings: Findings): void {
  const types = Object.values(schema.getTypeMap());
  // Defaults of arguments are made of those of input fields.
  const fields = types.filter(isInputObjectType).flatMap((type) => Object.values(type.getFields()));
  const outputs = types.filter(hasFields).flatMap((type) => Object.values(type.getFields()));
  for (const input of [...fields, ...outputs.flatMap(({ args }) => args)]) readDefault(input, findings);
}

function hasFields(type: GraphQLNamedType): type is GraphQLObjectType | GraphQLInterfaceType {
  return isObjectType(type) || isInterfaceType(type);
}

function readDefault(input: GraphQLArgument | GraphQLInputField, findings: Findings): void {
  const node = input.astNode?.defaultValue;
  if (node === undefined) return;
  input.defaultValue = valueFromAST(node, input.type);
  if (input.defaultValue !== undefined) return;
  const message = `the default of \`${input.name}\` is no value of ${String(input.type)}`;
  findings.report({ code: 'GH002', node, message, fix: 'write a value of the type' });
}
