import type { DirectiveNode, DocumentNode, GraphQLInputType, ValueNode } from 'graphql';
import {
  buildASTSchema,
  GRAPHQL_MAX_INT,
  GraphQLInt,
  getNamedType,
  Kind,
  specifiedDirectives,
  valueFromAST,
  visit,
} from 'graphql';
import { BINDING_DEFINITIONS } from './directives.ts';
import type { Findings } from './findings.ts';

const BINDING_DIRECTIVES = buildASTSchema(
  { kind: Kind.DOCUMENT, definitions: BINDING_DEFINITIONS },
  { assumeValid: true },
).getDirectives();

const DIRECTIVES = new Map(
  [...specifiedDirectives, ...BINDING_DIRECTIVES].map((directive) => [directive.name, directive]),
);

/** GraphQL's own validation of SDL does not look at the values of directive arguments. */
export function checkDirectiveValues(document: DocumentNode, findings: Findings): void {
  visit(document, { Directive: (node) => checkDirective(node, findings) });
}

function checkDirective(node: DirectiveNode, findings: Findings): undefined {
  const directive = DIRECTIVES.get(node.name.value);
  for (const { name, value } of node.arguments ?? []) {
    const type = directive?.args.find((argument) => argument.name === name.value)?.type;
    if (type === undefined) continue;
    const coordinate = `@${node.name.value}(${name.value}:)`;
    if (valueFromAST(value, type) === undefined) {
      findings.report({ code: 'GH003', node: value, ...refusal(coordinate, type, value) });
    } else if (value.kind === Kind.INT && Number(value.value) < 0) {
      findings.report({
        code: 'GH003',
        node: value,
        message: `${coordinate} is negative`,
        fix: 'write 0 or more',
      });
    }
  }
}

function refusal(
  coordinate: string,
  type: GraphQLInputType,
  value: ValueNode,
): { readonly message: string; readonly fix: string } {
  if (value.kind === Kind.INT && getNamedType(type) === GraphQLInt && Number(value.value) > GRAPHQL_MAX_INT) {
    const message = `${coordinate} is larger than the largest Int, ${GRAPHQL_MAX_INT}`;
    return { message, fix: `write ${GRAPHQL_MAX_INT} or less` };
  }
  return { message: `${coordinate} takes ${String(type)}`, fix: `write a value of type ${String(type)}` };
}
