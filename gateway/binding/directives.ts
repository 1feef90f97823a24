import type { ConstDirectiveNode, ConstValueNode, DefinitionNode } from 'graphql';
import { Kind, parse, Source } from 'graphql';

const SDL = /* GraphQL */ `
"A source (a string that starts with \`$\`), a constant, or an object or list of these."
scalar Template

"What HTTP 404 means."
enum Missing {
  NULL
  ERROR
  FALSE
}

directive @public on FIELD_DEFINITION | OBJECT
directive @authenticated on FIELD_DEFINITION | OBJECT
directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT

directive @rest(
  as: String
  operation: String!
  args: Template
  body: Template
  at: String
  fanout: Int
  missing: Missing
) repeatable on FIELD_DEFINITION | OBJECT

directive @join(
  as: String
  operation: String!
  on: Template
  match: Template
  args: Template
  body: Template
  at: String
  missing: Missing
) repeatable on FIELD_DEFINITION | OBJECT

"The step from one page to the next: an offset grows by its rows, a page number by one."
enum Step {
  ROWS
  PAGE
}

directive @next(
  param: String!
  url: String
  cursor: String
  last: String
  by: Step
) on FIELD_DEFINITION

"The HTTP statuses whose answers are this type."
directive @status(code: [Int!]!) on OBJECT

"How a value is known to be this type: properties that are these constants, and properties that are there."
directive @when(is: Template, has: [String!]) on OBJECT | INPUT_OBJECT

directive @json(
  path: String
  of: String
  value: Template
  other: Boolean
) on FIELD_DEFINITION | ENUM_VALUE | INPUT_FIELD_DEFINITION | ARGUMENT_DEFINITION

"The events that a contract announces, of which those that \`where\` fits are sent on."
directive @event(webhook: String!, where: Template, at: String) on FIELD_DEFINITION

"Answered in TypeScript, with these operations, by at most so many calls for all rows of a level."
directive @resolver(calls: [String!], atMost: Int) on FIELD_DEFINITION

directive @cost(weight: Int!) on FIELD_DEFINITION | OBJECT | ARGUMENT_DEFINITION
directive @listSize(
  assumedSize: Int
  slicingArguments: [String!]
  sizedFields: [String!]
) on FIELD_DEFINITION
`;

/** What every client schema may use without declaring it. A source of its own, so that the client's lines stay right. */
export const BINDING_DEFINITIONS: readonly DefinitionNode[] = parse(
  new Source(SDL, 'binding directives'),
).definitions;

interface Annotated {
  readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined;
  readonly extensionASTNodes?:
    | readonly { readonly directives?: readonly ConstDirectiveNode[] | undefined }[]
    | undefined;
}

/** The directive of this name on a type, field, argument or input field, `extend` included; the first of several. */
export function directiveOn(element: Annotated, name: string): ConstDirectiveNode | undefined {
  return directivesOn(element, name)[0];
}

/** All directives of this name, as they are written; all of the element without one. */
export function directivesOn(element: Annotated, name?: string): readonly ConstDirectiveNode[] {
  const nodes = [element.astNode, ...(element.extensionASTNodes ?? [])];
  const all = nodes.flatMap((node) => node?.directives ?? []);
  return name === undefined ? all : all.filter((directive) => directive.name.value === name);
}

export function argumentOf(directive: ConstDirectiveNode, name: string): ConstValueNode | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.NULL ? undefined : value;
}

/** A string or enum value as written. */
export function textArgument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = argumentOf(directive, name);
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}

export function intArgument(directive: ConstDirectiveNode, name: string): number | undefined {
  const value = argumentOf(directive, name);
  return value?.kind === Kind.INT ? Number(value.value) : undefined;
}

/** True only where `true` is written. */
export function flagArgument(directive: ConstDirectiveNode, name: string): boolean {
  const value = argumentOf(directive, name);
  return value?.kind === Kind.BOOLEAN && value.value;
}

/** A list of whole numbers; one number counts as a list of one. */
export function intsArgument(directive: ConstDirectiveNode, name: string): readonly number[] {
  const value = argumentOf(directive, name);
  const items = value?.kind === Kind.LIST ? value.values : value === undefined ? [] : [value];
  return items.flatMap((item) => (item.kind === Kind.INT ? [Number(item.value)] : []));
}

/** A list of strings; one string counts as a list of one, as in all of GraphQL. */
export function textsArgument(directive: ConstDirectiveNode, name: string): readonly string[] {
  return textsOf(argumentOf(directive, name));
}

/** A list of lists of strings, with the same leniency at both levels. */
export function textListsArgument(
  directive: ConstDirectiveNode,
  name: string,
): readonly (readonly string[])[] {
  const value = argumentOf(directive, name);
  if (value?.kind !== Kind.LIST) return value === undefined ? [] : [textsOf(value)];
  return value.values.map(textsOf);
}

function textsOf(value: ConstValueNode | undefined): readonly string[] {
  if (value?.kind === Kind.STRING) return [value.value];
  if (value?.kind !== Kind.LIST) return [];
  return value.values.flatMap((item) => (item.kind === Kind.STRING ? [item.value] : []));
}
