import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

/** An operation that asks for one field, by the shortest way from a root type to it. */
export interface FieldQuery {
  /** `Order.lines` */
  readonly coordinate: string;
  readonly text: string;
}

/** Every field of every type that a client can get at. */
export function fieldsOf(schema: GraphQLSchema): readonly FieldQuery[] {
  const queries: FieldQuery[] = [];
  for (const [kind, root] of [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
  ] as const) {
    if (root) queries.push(...below(schema, root, kind));
  }
  return queries;
}

interface Place {
  readonly type: GraphQLObjectType;
  /** Puts a selection where this type is. */
  readonly wrap: (selection: string) => string;
}

function below(schema: GraphQLSchema, root: GraphQLObjectType, kind: string): FieldQuery[] {
  const seen = new Set([root.name]);
  const places: Place[] = [{ type: root, wrap: (selection) => `${kind} { ${selection} }` }];
  const queries: FieldQuery[] = [];
  for (const { type, wrap } of places) {
    for (const field of Object.values(type.getFields())) {
      const named = getNamedType(field.type);
      const asked = `${field.name}${writeArguments(field)}`;
      const text = wrap(isCompositeType(named) ? `${asked} { __typename }` : asked);
      queries.push({ coordinate: `${type.name}.${field.name}`, text });
      for (const member of membersOf(schema, named)) {
        if (seen.has(member.name)) continue;
        seen.add(member.name);
        const within = (selection: string) => wrap(`${asked} { ... on ${member.name} { ${selection} } }`);
        places.push({ type: member, wrap: within });
      }
    }
  }
  return queries;
}

function membersOf(
  schema: GraphQLSchema,
  type: ReturnType<typeof getNamedType>,
): readonly GraphQLObjectType[] {
  if (isObjectType(type)) return [type];
  return isAbstractType(type) ? schema.getPossibleTypes(type) : [];
}

function writeArguments({ args }: GraphQLField<unknown, unknown>): string {
  const written = args.filter(isRequiredArgument).map(({ name, type }) => `${name}: ${literal(type)}`);
  return written.length === 0 ? '' : `(${written.join(', ')})`;
}

const SCALARS: Readonly<Record<string, string>> = {
  Int: '1',
  Float: '1',
  Boolean: 'true',
  DateTime: '"2024-02-29T12:00:00Z"',
  Date: '"2024-02-29"',
  Decimal: '"12.50"',
};

/** The least that fits; of an input that takes one field of several, the first. */
function literal(given: GraphQLInputType): string {
  const type = getNullableType(given);
  if (isListType(type)) return `[${literal(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (!isInputObjectType(type)) return SCALARS[type.name] ?? '"k1"';
  const fields = Object.values(type.getFields());
  const needed = type.isOneOf ? fields.slice(0, 1) : fields.filter(isRequiredInputField);
  return `{ ${needed.map((field) => `${field.name}: ${literal(field.type)}`).join(', ')} }`;
}
