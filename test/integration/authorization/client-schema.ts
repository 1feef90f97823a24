import { readFileSync } from 'node:fs';
import {
  buildASTSchema,
  type ConstDirectiveNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  Kind,
  parse,
  valueFromASTUntyped,
} from 'graphql';

const SCALARS = ['BigInt', 'Date', 'DateTime', 'Decimal', 'JSON'].map((name) => `scalar ${name}`).join('\n');

/** `strict` is a schema of this test's own, for what the shop's schemas demand nowhere. */
export function clientFile(client: string): URL {
  return client === 'strict'
    ? new URL('../../fixtures/authorization/strict.graphql', import.meta.url)
    : new URL(import.meta.resolve(`#schemas/clients/${client}.graphql`));
}

/**
 * The schema of a client as it is written, read without a line of the gateway: what it demands is worked out a second
 * time here, so that one mistake does not hide on both sides.
 */
export function clientSchema(client: string): GraphQLSchema {
  return buildASTSchema(parse(`${readFileSync(clientFile(client), 'utf8')}\n${SCALARS}`), {
    assumeValid: true,
    assumeValidSDL: true,
  });
}

export type Guarded = GraphQLObjectType | GraphQLField<unknown, unknown>;

/** Sets of scopes, one of which is enough: `[]` for what is open, `[[]]` for whoever signed in. */
export type Demand = readonly (readonly string[])[];

/** What an element says of who may see it; undefined when it says nothing. */
export function demandOf(element: Guarded): Demand | undefined {
  const directives = directivesOf(element);
  if (directives.has('public')) return [];
  if (directives.has('authenticated')) return [[]];
  const scopes = directives.get('requiresScopes')?.[0]?.['scopes'];
  return Array.isArray(scopes)
    ? scopes.map((all: unknown) => (Array.isArray(all) ? all.map(String) : []))
    : undefined;
}

/** The operations that the directives of an element name. */
export function operationsOf(element: Guarded): readonly string[] {
  const directives = directivesOf(element);
  const named = ['rest', 'join'].flatMap((name) => directives.get(name) ?? []);
  const calls = (directives.get('resolver') ?? []).flatMap(({ calls: all }) =>
    Array.isArray(all) ? all : [],
  );
  return [...named.map(({ operation }) => String(operation)), ...calls.map(String)];
}

/** Everything that the schema demands anywhere. */
export function demandsIn(schema: GraphQLSchema): readonly Demand[] {
  const elements = objectTypes(schema).flatMap((type) => [type, ...Object.values(type.getFields())]);
  return elements.flatMap((element) => {
    const demand = demandOf(element);
    return demand === undefined ? [] : [demand];
  });
}

function objectTypes(schema: GraphQLSchema): readonly GraphQLObjectType[] {
  return Object.values(schema.getTypeMap()).flatMap((type) =>
    'getInterfaces' in type && 'isTypeOf' in type && !type.name.startsWith('__') ? [type] : [],
  );
}

function directivesOf({
  astNode,
}: Guarded): ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]> {
  const grouped = Map.groupBy(astNode?.directives ?? [], ({ name }) => name.value);
  return new Map([...grouped].map(([name, all]) => [name, all.map(argumentsOf)]));
}

function argumentsOf({ arguments: given = [] }: ConstDirectiveNode): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    given.map(({ name, value }) => [
      name.value,
      value.kind === Kind.NULL ? undefined : valueFromASTUntyped(value),
    ]),
  );
}
