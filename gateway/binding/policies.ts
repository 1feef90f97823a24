import type { ConstDirectiveNode, GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { isObjectType } from 'graphql';
import type { Operation, SecurityRequirement } from '../contract/index.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt } from './binding-scope.ts';
import { checkNullability } from './check-nullability.ts';
import { directiveOn, textListsArgument } from './directives.ts';
import type { Findings } from './findings.ts';
import type { Policy } from './model.ts';

type Guarded = GraphQLObjectType | GraphQLField<unknown, unknown>;

const ANY_POLICY = '@public, @authenticated or @requiresScopes(scopes: [["…"]])';

/** Every policy of the schema, by `Type` and `Type.field`; each root field must have one. */
export function collectPolicies(schema: GraphQLSchema, findings: Findings): ReadonlyMap<string, Policy> {
  const policies = new Map<string, Policy>();
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    addPolicy(policies, type.name, type, findings);
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      addPolicy(policies, coordinate, field, findings);
    }
  }
  checkNullability(schema, policies, findings);
  for (const root of rootsOf(schema)) demandPolicies(root, policies, findings);
  return policies;
}

function rootsOf(schema: GraphQLSchema): readonly GraphQLObjectType[] {
  return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter((root) =>
    isObjectType(root),
  );
}

function addPolicy(
  policies: Map<string, Policy>,
  coordinate: string,
  element: Guarded,
  findings: Findings,
): void {
  const directives = ['public', 'authenticated', 'requiresScopes'].flatMap(
    (name) => directiveOn(element, name) ?? [],
  );
  const [directive, second] = directives;
  if (directive === undefined) return;
  const policy = readPolicy(directive);
  policies.set(coordinate, policy);
  if (second !== undefined) {
    const message = `${coordinate} is both @${directive.name.value} and @${second.name.value}`;
    findings.report({ code: 'GH082', node: second, message, fix: 'keep the one that is meant' });
  }
  if (
    policy.kind === 'scopes' &&
    (policy.anyOf.length === 0 || policy.anyOf.some((all) => all.length === 0))
  ) {
    const message = `${coordinate} demands an empty list of scopes`;
    findings.report({
      code: 'GH082',
      node: directive,
      message,
      fix: 'name the scopes, or write @authenticated',
    });
  }
}

function readPolicy(directive: ConstDirectiveNode): Policy {
  if (directive.name.value === 'public') return { kind: 'public' };
  if (directive.name.value === 'authenticated') return { kind: 'authenticated' };
  return { kind: 'scopes', anyOf: textListsArgument(directive, 'scopes') };
}

function demandPolicies(
  root: GraphQLObjectType,
  policies: ReadonlyMap<string, Policy>,
  findings: Findings,
): void {
  for (const field of Object.values(root.getFields())) {
    const coordinate = `${root.name}.${field.name}`;
    if (policies.has(coordinate)) continue;
    findings.report({
      code: 'GH080',
      node: field.astNode ?? undefined,
      message: `${coordinate} does not say who may ask`,
      fix: `write ${ANY_POLICY}`,
    });
  }
}

/** A field of a group binds as a root's do, but the policy of the group's type is enough. */
export function demandGroupPolicy(site: FieldSite): void {
  const { scope, place, type, coordinate } = site;
  if (place.kind !== 'root' || rootsOf(scope.schema).includes(type)) return;
  if (scope.policies.has(coordinate) || scope.policies.has(type.name)) return;
  const message = `neither ${coordinate} nor its group type ${type.name} says who may ask`;
  reportAt(site, { code: 'GH080', message, fix: `write ${ANY_POLICY} on one of them` });
}

/**
 * Whoever passes the policies of the field and of its parent type must satisfy the operation's `security`; in a group
 * there must be such a policy even where the operation demands nothing.
 */
export function checkSecurity(site: FieldSite, operation: Operation): void {
  if (operation.token === 'system' || operation.security.length === 0) {
    demandGroupPolicy(site);
    return;
  }
  const held = heldScopes(site);
  const enough = held?.every((scopes) => operation.security.some((demand) => isSatisfied(demand, scopes)));
  if (enough === true) return;
  reportAt(site, {
    code: 'GH081',
    message: `${site.coordinate} is open to ${presentHeld(held)}, but ${operation.coordinate} demands ${presentSecurity(operation)}`,
    fix: `write ${suggestPolicy(operation)} on ${site.coordinate} or on ${site.type.name}`,
    place: operation,
  });
}

/** The sets of scopes, one of which every permitted viewer has; undefined where anonymous viewers pass. */
function heldScopes({ scope, coordinate, type }: FieldSite): readonly (readonly string[])[] | undefined {
  const policies = [scope.policies.get(type.name), scope.policies.get(coordinate)];
  let held: readonly (readonly string[])[] | undefined;
  for (const policy of policies) {
    if (policy === undefined || policy.kind === 'public') continue;
    const more = policy.kind === 'scopes' ? policy.anyOf : [[]];
    held = (held ?? [[]]).flatMap((one) => more.map((other) => [...one, ...other]));
  }
  return held;
}

function isSatisfied(demand: SecurityRequirement, held: readonly string[]): boolean {
  return demand.every(({ scopes }) => scopes.every((scope) => held.includes(scope)));
}

function presentHeld(held: readonly (readonly string[])[] | undefined): string {
  if (held === undefined) return 'everybody';
  const sets = held.map((scopes) => scopes.join(' '));
  return sets.includes('') ? 'everybody who signed in' : `holders of ${sets.join(', or of ')}`;
}

function presentSecurity({ security }: Operation): string {
  const demands = security.map((demand) =>
    demand
      .map(({ scheme, scopes }) => (scopes.length === 0 ? scheme : `${scheme} (${scopes.join(' ')})`))
      .join(' and '),
  );
  return demands.join(', or ');
}

function suggestPolicy({ security }: Operation): string {
  const sets = security.map((demand) => demand.flatMap(({ scopes }) => scopes));
  if (sets.some((scopes) => scopes.length === 0)) return '@authenticated';
  const lists = sets.map((scopes) => `[${scopes.map((scope) => JSON.stringify(scope)).join(', ')}]`);
  return `@requiresScopes(scopes: [${lists.join(', ')}])`;
}
