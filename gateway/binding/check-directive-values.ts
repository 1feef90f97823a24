import type { DirectiveNode, DocumentNode } from 'graphql';
import { buildASTSchema, Kind, valueFromAST, visit } from 'graphql';
import { BINDING_DEFINITIONS } from './directives.ts';
import type { Findings } from './findings.ts';

const DIRECTIVES = new Map(
  buildASTSchema({ kind: Kind.DOCUMENT, definitions: BINDING_DEFINITIONS }, { assumeValid: true })
    .getDirectives()
    .map((directive) => [directive.name, directive]),
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
    if (valueFromAST(value, type) === undefined) {
      const message = `@${node.name.value}(${name.value}:) takes ${String(type)}`;
      findings.report({ code: 'GH003', node: value, message, fix: `write a value of type ${String(type)}` });
    } else if (value.kind === Kind.INT && Number(value.value) < 0) {
      const message = `@${node.name.value}(${name.value}:) is negative`;
      findings.report({ code: 'GH003', node: value, message, fix: 'write 0 or more' });
    }
  }
}
