import type {
  ConstDirectiveNode,
  ConstValueNode,
  GraphQLNamedType,
  GraphQLObjectType,
  GraphQLSchema,
} from 'graphql';
import { getNamedType, isAbstractType, isObjectType, Kind } from 'graphql';

/**
 * Names of the object types whose fields, or whose fields' types, read more than their own row: the answer it came in, or
 * the call that was made for it. All others mean the same in the answer of any operation.
 */
export function collectAnswerReaders(schema: GraphQLSchema): ReadonlySet<string> {
  const above = new Map<string, string[]>();
  const found: string[] = [];
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    if (directivesOf(type).some(readsAnswer)) found.push(type.name);
    for (const field of Object.values(type.getFields())) {
      for (const { name } of possibleTypes(schema, getNamedType(field.type))) {
        const known = above.get(name);
        if (known === undefined) above.set(name, [type.name]);
        else known.push(type.name);
      }
    }
  }
  const readers = new Set(found);
  // Grows while it is read.
  for (const name of readers) for (const parent of above.get(name) ?? []) readers.add(parent);
  return readers;
}

function possibleTypes(schema: GraphQLSchema, type: GraphQLNamedType): readonly GraphQLNamedType[] {
  if (isAbstractType(type)) return schema.getPossibleTypes(type);
  return isObjectType(type) ? [type] : [];
}

function directivesOf(type: GraphQLObjectType): readonly ConstDirectiveNode[] {
  const nodes = [type, ...Object.values(type.getFields())].flatMap(({ astNode }) => astNode ?? []);
  return [...nodes, ...type.extensionASTNodes].flatMap(({ directives = [] }) => directives);
}

function readsAnswer({ name, arguments: given = [] }: ConstDirectiveNode): boolean {
  return name.value === 'next' || given.some(({ value }) => namesAnswer(value));
}

/** Sources of which an object knows nothing: all but these. */
const OWN = /^\$(?:\$|(?:args|parent|viewer|config|self)(?:\.|$))/;

function namesAnswer(value: ConstValueNode): boolean {
  if (value.kind === Kind.STRING) return value.value.startsWith('$') && !OWN.test(value.value);
  if (value.kind === Kind.LIST) return value.values.some(namesAnswer);
  return value.kind === Kind.OBJECT && value.fields.some((field) => namesAnswer(field.value));
}
