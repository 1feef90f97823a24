import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { isAbstractType, isInterfaceType, isObjectType, specifiedDirectives } from 'graphql';
import { argumentOf, directiveOn, directivesOn, intsArgument } from './directives.ts';
import type { Findings } from './findings.ts';
import { isStatus } from './outcome-members.ts';

/** Reports directives on types and on fields of interfaces that nothing would read, and statuses that HTTP lacks. */
export function checkTypeDirectives(schema: GraphQLSchema, findings: Findings): void {
  const types = Object.values(schema.getTypeMap());
  const members = new Set(types.filter(isAbstractType).flatMap((type) => schema.getPossibleTypes(type)));
  for (const type of types.filter(isObjectType)) {
    if (!members.has(type)) reportLoneType(type, findings);
    checkStatuses(type, findings);
  }
  for (const type of types.filter(isInterfaceType)) {
    for (const field of Object.values(type.getFields()))
      reportIdle(`${type.name}.${field.name}`, field, findings);
  }
}

function reportLoneType(type: GraphQLObjectType, findings: Findings): void {
  for (const name of ['when', 'status']) {
    const node = directiveOn(type, name);
    if (node === undefined) continue;
    findings.report({
      code: 'GH105',
      node,
      message: `${type.name} has @${name}, but is a member of no union and no interface, so that nothing is chosen`,
      fix: `remove @${name}, or add ${type.name} to a union`,
    });
  }
}

function checkStatuses(type: GraphQLObjectType, findings: Findings): void {
  const directive = directiveOn(type, 'status');
  if (directive === undefined) return;
  const codes = intsArgument(directive, 'code');
  const wrong = codes.find((code) => !isStatus(code));
  if (codes.length > 0 && wrong === undefined) return;
  findings.report({
    code: 'GH003',
    node: argumentOf(directive, 'code') ?? directive,
    message: `${type.name}: ${wrong === undefined ? '@status names no status' : `${wrong} is no status of an answer`}`,
    fix: 'write statuses between 200 and 599',
  });
}

const SPECIFIED: ReadonlySet<string> = new Set(specifiedDirectives.map(({ name }) => name));

function reportIdle(
  coordinate: string,
  element: Parameters<typeof directivesOn>[0],
  findings: Findings,
): void {
  for (const node of directivesOn(element)) {
    const name = node.name.value;
    if (SPECIFIED.has(name)) continue;
    findings.report({
      code: 'GH105',
      node,
      message: `${coordinate} has @${name}, but fields of an interface are bound in each of its members`,
      fix: `write @${name} on the field of the members`,
    });
  }
}
