import type { ConstDirectiveNode, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { isInputObjectType, isObjectType } from 'graphql';
import { argumentOf, directiveOn, directivesOn, textArgument } from './directives.ts';
import type { Findings } from './findings.ts';

/** A call that several fields of an object type share, as written. */
export interface NamedCall {
  readonly directive: ConstDirectiveNode;
  /** What a person calls it. */
  readonly coordinate: string;
}

/** By type, then by the name that `as` gives. */
export type NamedCalls = ReadonlyMap<string, ReadonlyMap<string, NamedCall>>;

/** Every `@rest(as:)` and `@join(as:)` of the schema; reports those that stand where nothing can share them. */
export function collectNamedCalls(schema: GraphQLSchema, findings: Findings): NamedCalls {
  const calls = new Map<string, ReadonlyMap<string, NamedCall>>();
  const writing = [schema.getMutationType(), schema.getSubscriptionType()];
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields()))
        refuseOf(directiveOn(field, 'json'), `${type.name}.${field.name}`, findings);
    }
    if (!isObjectType(type)) continue;
    refuseNamedFields(type, findings);
    const ofType = callsOf(type, findings);
    if (ofType.size > 0) calls.set(type.name, ofType);
    if (writing.includes(type)) refuseOnRoot(type, ofType, findings);
    else adviseOnUnused(type, ofType, findings);
  }
  return calls;
}

function callsOf(type: GraphQLObjectType, findings: Findings): ReadonlyMap<string, NamedCall> {
  const calls = new Map<string, NamedCall>();
  for (const directive of ['rest', 'join'].flatMap((name) => directivesOn(type, name))) {
    const name = textArgument(directive, 'as');
    if (name === undefined) refuseUnnamed(type, directive, findings);
    else if (!/^[A-Za-z_]\w*$/.test(name)) refuseName(directive, name, findings);
    else if (calls.has(name)) refuseSecond(type, directive, name, findings);
    else calls.set(name, { directive, coordinate: `the call \`${name}\` of ${type.name}` });
  }
  return calls;
}

function refuseUnnamed(type: GraphQLObjectType, directive: ConstDirectiveNode, findings: Findings): void {
  const what = `@${directive.name.value}`;
  findings.report({
    code: 'GH122',
    node: directive,
    message: `${what} on the type ${type.name} has no name, so that no field can read from it`,
    fix: `write ${what}(as: "…", …) and read it with @json(of: "…"), or move it to the field that it is for`,
  });
}

function refuseName(directive: ConstDirectiveNode, name: string, findings: Findings): void {
  findings.report({
    code: 'GH003',
    node: argumentOf(directive, 'as'),
    message: `${JSON.stringify(name)} is no name`,
    fix: 'write letters, digits and _, no digit first',
  });
}

function refuseSecond(
  type: GraphQLObjectType,
  directive: ConstDirectiveNode,
  name: string,
  findings: Findings,
): void {
  findings.report({
    code: 'GH124',
    node: argumentOf(directive, 'as'),
    message: `${type.name} has two calls \`${name}\``,
    fix: 'give one of them another name',
  });
}

function refuseNamedFields(type: GraphQLObjectType, findings: Findings): void {
  for (const field of Object.values(type.getFields())) {
    for (const directive of ['rest', 'join'].flatMap((name) => directivesOn(field, name))) {
      const node = argumentOf(directive, 'as');
      if (node === undefined) continue;
      findings.report({
        code: 'GH122',
        node,
        message: `the call of ${type.name}.${field.name} has a name, but it gives that field alone its value`,
        fix: `remove \`as\`, or move the call to the type ${type.name} if several fields share it`,
      });
    }
    for (const argument of field.args)
      refuseOf(directiveOn(argument, 'json'), `${type.name}.${field.name}(${argument.name}:)`, findings);
  }
}

function refuseOf(json: ConstDirectiveNode | undefined, coordinate: string, findings: Findings): void {
  const node = json && argumentOf(json, 'of');
  if (node === undefined) return;
  findings.report({
    code: 'GH122',
    node,
    message: `${coordinate} is sent, and does not read from a call`,
    fix: 'remove `of`',
  });
}

function refuseOnRoot(
  { name }: GraphQLObjectType,
  calls: ReadonlyMap<string, NamedCall>,
  findings: Findings,
): void {
  for (const { directive, coordinate } of calls.values()) {
    findings.report({
      code: 'GH122',
      node: directive,
      message: `${coordinate} would be shared, but each field of ${name} stands for itself, and they run one after the other`,
      fix: 'bind each field with a call of its own',
    });
  }
}

function adviseOnUnused(
  type: GraphQLObjectType,
  calls: ReadonlyMap<string, NamedCall>,
  findings: Findings,
): void {
  const read = new Set(
    Object.values(type.getFields()).map((field) => {
      const json = directiveOn(field, 'json');
      return json && textArgument(json, 'of');
    }),
  );
  for (const [name, { directive, coordinate }] of calls) {
    if (read.has(name)) continue;
    const message = `no field reads from ${coordinate}`;
    const fix = `write @json(of: "${name}") on a field, or remove the call`;
    findings.report({ code: 'GH125', node: argumentOf(directive, 'as'), message, fix });
  }
}
