import type {
  FieldNode,
  GraphQLField,
  OperationDefinitionNode,
  ValueNode,
  VariableDefinitionNode,
} from 'graphql';
import { Kind, valueFromASTUntyped } from 'graphql';

/** What a client sends with an operation: the variables as they came, not coerced. */
export interface RawInput {
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
  /**
   * Where it is given, variables that are not may have any value: a list is taken to be as long as some value makes it,
   * slicing arguments being refused above this one.
   */
  readonly maxSlice?: number;
}

/** The value that an argument has: written, from a variable, or a default. Undefined where there is none. */
export function argumentValue(
  input: RawInput,
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  name: string,
): unknown {
  const written = node.arguments?.find((argument) => argument.name.value === name)?.value;
  const value = written && valueOf(input, written);
  return value === undefined ? field.args.find((argument) => argument.name === name)?.defaultValue : value;
}

/** The variable that an argument is, where its value is any. */
export function unknownVariable(
  { operation, variables, maxSlice }: RawInput,
  node: FieldNode,
  name: string,
): VariableDefinitionNode | undefined {
  const written = node.arguments?.find((argument) => argument.name.value === name)?.value;
  if (maxSlice === undefined || written?.kind !== Kind.VARIABLE) return undefined;
  if (Object.hasOwn(variables, written.name.value)) return undefined;
  return operation.variableDefinitions?.find(({ variable }) => variable.name.value === written.name.value);
}

function valueOf({ operation, variables }: RawInput, node: ValueNode): unknown {
  if (node.kind !== Kind.VARIABLE) return valueFromASTUntyped(node);
  const name = node.name.value;
  if (Object.hasOwn(variables, name) && variables[name] !== undefined) return variables[name];
  const definition = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
  return definition?.defaultValue && valueFromASTUntyped(definition.defaultValue);
}
