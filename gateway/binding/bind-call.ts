import type { ASTNode, GraphQLArgument } from 'graphql';
import { fileContentOf, isIdempotencyKey, type Parameter } from '../contract/index.ts';
import { reportUnused } from './argument-use.ts';
import { bindBody } from './bind-body.ts';
import type { WriteContext } from './bind-source.ts';
import { bindSource } from './bind-source.ts';
import { bindTemplate, readTemplate } from './bind-template.ts';
import { takesFiles } from './bind-upload.ts';
import { reportAt } from './binding-scope.ts';
import type { CallPlan } from './call-plan.ts';
import { argumentOf, directiveOn, textArgument } from './directives.ts';
import { matchName } from './fold-name.ts';
import type { BoundCall, Template } from './model.ts';
import { type Parameters, parametersByName } from './parameters-by-name.ts';
import { assumedCall, createSentCall, type Sent, type SentCall } from './sent-call.ts';
import { suggestName } from './suggest-name.ts';

interface BoundParameter {
  readonly name: string;
  readonly value: Template;
  readonly certain: boolean;
}

export interface CallWithSent {
  readonly call: BoundCall;
  readonly sent: SentCall;
}

/** Everything that one call carries. After a mistake, which was reported, some of it may be missing. */
export function bindCall(plan: CallPlan): CallWithSent {
  const { site, operation, used } = plan;
  const before = site.scope.findings.count();
  const parameters = parametersByName(operation);
  const written = writtenParameters(plan, parameters);
  const files = takesFiles(site) ? fileContentOf(operation) : undefined;
  const body = bindBody(plan, files);
  const alike = namedAlike(plan, parameters, written);
  const bound = new Map([...written, ...alike].map((value) => [value.name, value]));
  // What a mistaken template would have reached is not known: saying that it is missing would only distract.
  if (site.scope.findings.count() === before) {
    reportUnused(site, used, operation.coordinate);
    for (const [name, parameter] of parameters) checkRequired(plan, name, parameter, bound.get(name));
  }
  const inOrder = [...parameters.keys()].flatMap((name) => bound.get(name) ?? []);
  const call = {
    operation,
    parameters: inOrder.map(({ name, value }) => ({ name, value })),
    body,
    ...(files === undefined ? {} : { files: files.kind }),
  };
  if (site.scope.findings.count() > before) return { call, sent: assumedCall(operation, site.coordinate) };
  return {
    call,
    sent: createSentCall(operation, site.coordinate, [...inOrder, ...sentByItself(plan, parameters)]),
  };
}

/** The keys of a join, and what the executor fills where the binding does not. */
function sentByItself({ keys }: CallPlan, parameters: Parameters): readonly Sent[] {
  return [...parameters].flatMap(([name, parameter]): Sent[] => {
    if (keys?.kind === 'parameter' && keys.name === name) return [{ name, certain: true, isKeys: true }];
    return isIdempotencyKey(parameter) ? [{ name, certain: true }] : [];
  });
}

function contextOf({ site, parent, used }: CallPlan, parameter: Parameter): WriteContext {
  return { site, parent, used, wire: parameter.style === 'content' ? 'json' : 'text' };
}

/** The parameters that `args` names. */
function writtenParameters(plan: CallPlan, parameters: Parameters): readonly BoundParameter[] {
  const { site, directive } = plan;
  const node = argumentOf(directive, 'args');
  const parsed = node && readTemplate(site, node);
  if (parsed === undefined) return [];
  if (parsed.kind !== 'object') {
    const fix = 'write { parameter: "$args.x" }';
    reportAt(site, { code: 'GH003', node: parsed.node, message: '`args` is no object of parameters', fix });
    return [];
  }
  const bound = new Map<string, BoundParameter>();
  for (const { name: written, value, node: at } of parsed.entries) {
    const found = findParameter(plan, parameters, written, at);
    if (found === undefined) continue;
    const { name, parameter } = found;
    if (bound.has(name) || isKeys(plan, name)) reportSecond(plan, at, name);
    const template = bindTemplate(contextOf(plan, parameter), value, parameter.schema);
    if (template !== undefined)
      bound.set(name, { name, value: template.template, certain: template.certain });
  }
  return [...bound.values()];
}

/** Arguments with a parameter's name map by themselves; `@json(path:)` on the argument gives the name. */
function namedAlike(
  plan: CallPlan,
  parameters: Parameters,
  written: readonly BoundParameter[],
): readonly BoundParameter[] {
  return plan.site.field.args.flatMap((argument) => {
    const match = matchName(parameterName(argument), parameters);
    if (match.kind === 'unknown' || (match.kind === 'ambiguous' && plan.used.has([argument.name]))) return [];
    const found = findParameter(plan, parameters, parameterName(argument), argument.astNode ?? undefined);
    if (found === undefined || written.some(({ name }) => name === found.name) || isKeys(plan, found.name))
      return [];
    return bindArgument(plan, argument, found.name, found.parameter);
  });
}

function parameterName(argument: GraphQLArgument): string {
  const json = directiveOn(argument, 'json');
  return (json && textArgument(json, 'path')) ?? argument.name;
}

function bindArgument(
  plan: CallPlan,
  argument: GraphQLArgument,
  name: string,
  parameter: Parameter,
): readonly BoundParameter[] {
  const text = `$args.${argument.name}`;
  const node = argument.astNode ?? plan.directive;
  const parsed = { kind: 'source', root: 'args', path: [argument.name], text, node } as const;
  const bound = bindSource(contextOf(plan, parameter), parsed, parameter.schema);
  return bound === undefined
    ? []
    : [{ name, value: { kind: 'source', source: bound.source }, certain: bound.certain }];
}

function findParameter(
  { site, operation }: CallPlan,
  parameters: Parameters,
  name: string,
  node: ASTNode | undefined,
): { readonly name: string; readonly parameter: Parameter } | undefined {
  const match = matchName(name, parameters);
  if (match.kind === 'found') return { name: match.name, parameter: match.value };
  if (match.kind === 'ambiguous') {
    const message = `\`${name}\` fits several parameters of ${operation.coordinate}: ${match.names.join(', ')}`;
    return reportAt(site, {
      code: 'GH014',
      node,
      message,
      fix: 'write one of them exactly',
      place: operation,
    });
  }
  const nearest = suggestName(name, parameters.keys());
  const known = parameters.size === 0 ? 'it has none' : `it has ${[...parameters.keys()].join(', ')}`;
  return reportAt(site, {
    code: 'GH012',
    node,
    message: `${operation.coordinate} has no parameter \`${name}\`; ${known}`,
    fix: nearest === undefined ? 'remove it' : `write \`${nearest}\``,
    place: operation,
  });
}

function reportSecond({ site }: CallPlan, node: ASTNode, name: string): void {
  reportAt(site, {
    code: 'GH016',
    node,
    message: `\`${name}\` is given twice`,
    fix: 'remove one of the two',
  });
}

function isKeys({ keys }: CallPlan, name: string): boolean {
  return keys?.kind === 'parameter' && keys.name === name;
}

function checkRequired(
  plan: CallPlan,
  name: string,
  parameter: Parameter,
  bound: BoundParameter | undefined,
): void {
  // The executor fills the key from the client's own and the response path.
  if (!parameter.required || isKeys(plan, name) || isIdempotencyKey(parameter)) return;
  if (bound?.certain === true) return;
  const { site, operation, directive: node } = plan;
  const place = { contract: operation.contract, pointer: parameter.pointer };
  const demand = `${operation.coordinate} requires the ${parameter.in} parameter \`${name}\``;
  if (bound === undefined) {
    const written = `write args: { ${name}: … }`;
    const fix = site.sharedAs === undefined ? `add an argument \`${name}\`, or ${written}` : written;
    reportAt(site, { code: 'GH021', node, message: `${demand}, which nothing reaches`, fix, place });
    return;
  }
  const fix = 'make the argument non-null';
  reportAt(site, {
    code: 'GH021',
    node,
    message: `${demand}, which an absent or null argument would leave out`,
    fix,
    place,
  });
}
