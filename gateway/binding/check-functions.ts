import { type GraphQLField, type GraphQLSchema, isObjectType } from 'graphql';
import type { ResolverFunctions } from './binding-scope.ts';
import { directiveOn } from './directives.ts';
import type { Findings } from './findings.ts';
import { suggestName } from './suggest-name.ts';

/** Every function answers a field that says so: nobody would notice one that is never called. */
export function checkFunctions(
  schema: GraphQLSchema,
  functions: ResolverFunctions,
  findings: Findings,
): void {
  const marked = markedFields(schema);
  for (const [typeName, ofType] of Object.entries(functions)) {
    for (const name of Object.keys(ofType)) {
      const coordinate = `${typeName}.${name}`;
      if (marked.has(coordinate)) continue;
      const type = schema.getType(typeName);
      const field = isObjectType(type) ? type.getFields()[name] : undefined;
      findings.report({
        code: 'GH161',
        node: field?.astNode ?? type?.astNode ?? undefined,
        message: `there is a function resolvers.${coordinate}, but ${lack(coordinate, field)}`,
        fix: remedy(coordinate, field, marked),
      });
    }
  }
}

function markedFields(schema: GraphQLSchema): ReadonlySet<string> {
  const objects = Object.values(schema.getTypeMap()).filter(isObjectType);
  return new Set(
    objects.flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) =>
        directiveOn(field, 'resolver') === undefined ? [] : [`${type.name}.${field.name}`],
      ),
    ),
  );
}

type Field = GraphQLField<unknown, unknown> | undefined;

function lack(coordinate: string, field: Field): string {
  return field === undefined ? 'the schema has no such field' : `${coordinate} is not marked @resolver`;
}

function remedy(coordinate: string, field: Field, marked: ReadonlySet<string>): string {
  if (field !== undefined) return `mark ${coordinate} with @resolver, or remove the function`;
  const nearest = suggestName(coordinate, marked);
  return nearest === undefined ? 'remove it' : `call it ${nearest}, or remove it`;
}
