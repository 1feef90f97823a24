import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
  Kind,
  parse,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { argumentsFor } from './arguments-for.ts';
import { demandOf } from './client-schema.ts';

/** A root field that leads to what belongs to somebody, and everything below it. */
export interface Tree {
  readonly kind: 'query' | 'mutation';
  /** `Query.orders` */
  readonly name: string;
  readonly query: string;
  /** Every text that a client may write in it: `Query.orders.after`, `Mutation.cancelOrder#0`. */
  readonly places: readonly string[];
}

const TEXTS = ['ID', 'String'];

/** One document for each root field that is not for everybody, or under which something is not. */
export function treesOf(client: string, schema: GraphQLSchema): readonly Tree[] {
  return rootsOf(schema)
    .filter(({ field }) => leadsToSecrets(schema, field))
    .map(({ kind, type, field }) => {
      const query = `${kind} { ${selectionOf(client, schema, { type, field, above: [] })} }`;
      const places = new Set<string>();
      visitTexts(schema, parse(query), (place) => void places.add(place));
      return { kind, name: `${type.name}.${field.name}`, query, places: [...places] };
    });
}

/** The document with something else in one place. */
export function withText(schema: GraphQLSchema, { query }: Tree, place: string, value: string): string {
  return print(visitTexts(schema, parse(query), (here) => (here === place ? value : undefined)));
}

interface Asked {
  readonly type: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
  /** Types on the way. */
  readonly above: readonly GraphQLObjectType[];
}

/** Empty where the field has nothing below it that is not on the way already. */
function selectionOf(client: string, schema: GraphQLSchema, { type, field, above }: Asked): string {
  const named = getNamedType(field.type);
  const asked = `${field.name}${argumentsFor(client, { type: type.name, field, later: [] })}`;
  if (isLeafType(named)) return asked;
  const members = membersOf(schema, field).filter(
    (member) => !above.includes(member) && isOwn(schema, member),
  );
  const parts = members.map((member) => {
    const below = Object.values(member.getFields()).map((one) =>
      selectionOf(client, schema, { type: member, field: one, above: [...above, member] }),
    );
    return isAbstractType(named) ? `... on ${member.name} { ${below.join(' ')} }` : below.join(' ');
  });
  return members.length === 0 && above.length > 0 ? '' : `${asked} { __typename ${parts.join(' ')} }`;
}

/** Whether a type may show what belongs to somebody: not where it is for everybody and leads nowhere else. */
function isOwn(schema: GraphQLSchema, type: GraphQLObjectType): boolean {
  const isOpen = demandOf(type)?.length === 0;
  return !isOpen || Object.values(type.getFields()).some((field) => leadsToSecrets(schema, field));
}

function leadsToSecrets(schema: GraphQLSchema, first: GraphQLField<unknown, unknown>): boolean {
  const fields = [first];
  const seen = new Set<GraphQLObjectType>();
  for (const field of fields) {
    if (isClosed(field)) return true;
    for (const type of membersOf(schema, field)) {
      if (isClosed(type)) return true;
      if (!seen.has(type)) fields.push(...Object.values(type.getFields()));
      seen.add(type);
    }
  }
  return false;
}

function isClosed(element: Parameters<typeof demandOf>[0]): boolean {
  return (demandOf(element)?.length ?? 0) > 0;
}

function membersOf(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
): readonly GraphQLObjectType[] {
  const named = getNamedType(field.type);
  if (isObjectType(named)) return [named];
  return isAbstractType(named) ? schema.getPossibleTypes(named) : [];
}

function rootsOf(schema: GraphQLSchema) {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
  ] as const;
  return roots.flatMap(([kind, type]) =>
    isObjectType(type) ? Object.values(type.getFields()).map((field) => ({ kind, type, field })) : [],
  );
}

/** Shows every text of the arguments, and every text argument that is not there; what comes back takes its place. */
function visitTexts(
  schema: GraphQLSchema,
  document: DocumentNode,
  replace: (place: string) => string | undefined | void,
): DocumentNode {
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      Field: (node) => {
        const definition = types.getFieldDef();
        const coordinate = `${types.getParentType()?.name}.${node.name.value}`;
        const given = node.arguments ?? [];
        const absent = (definition?.args ?? []).filter(
          ({ name, type }) =>
            TEXTS.includes(getNamedType(type).name) && !given.some((one) => one.name.value === name),
        );
        const added = absent.flatMap(({ name }) => argumentNode(name, replace(`${coordinate}.${name}`)));
        return { ...node, arguments: [...textsReplaced(node, coordinate, replace), ...added] };
      },
    }),
  );
}

function textsReplaced(
  { arguments: given = [] }: FieldNode,
  coordinate: string,
  replace: (place: string) => string | undefined | void,
): readonly ArgumentNode[] {
  let count = 0;
  return given.map((argument) =>
    visit(argument, {
      StringValue: (text) => {
        const value = replace(`${coordinate}#${count}`);
        count += 1;
        return typeof value === 'string' ? { ...text, value } : undefined;
      },
    }),
  );
}

function argumentNode(name: string, value: string | undefined | void): readonly ArgumentNode[] {
  if (typeof value !== 'string') return [];
  return [
    {
      kind: Kind.ARGUMENT,
      name: { kind: Kind.NAME, value: name },
      value: { kind: Kind.STRING, value },
    },
  ];
}
