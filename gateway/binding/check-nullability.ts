import type { GraphQLField, GraphQLObjectType, GraphQLOutputType, GraphQLSchema } from 'graphql';
import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Findings } from './findings.ts';
import type { Policy } from './model.ts';

type Policies = ReadonlyMap<string, Policy>;

/** A refused field is null with its code, so that a non-null one takes more with it than was meant. */
export function checkNullability(schema: GraphQLSchema, policies: Policies, findings: Findings): void {
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    for (const field of Object.values(type.getFields())) {
      const guards: Guards = { schema, policies, isRoot: roots.has(type) };
      checkField(type, field, guards, findings);
      checkMembers(type, field, guards, findings);
    }
  }
}

interface Guards {
  readonly schema: GraphQLSchema;
  readonly policies: Policies;
  readonly isRoot: boolean;
}

function checkField(
  parent: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  { policies, isRoot }: Guards,
  findings: Findings,
): void {
  if (!isNonNullType(field.type)) return;
  const coordinate = `${parent.name}.${field.name}`;
  const returned = getNamedType(field.type).name;
  // The policy of a type held before the object was there, but nothing comes before a root.
  const held = isRoot ? undefined : policies.get(parent.name);
  const guard = [...(isRoot ? [parent.name] : []), coordinate, returned].find((guarded) =>
    refuses(policies.get(guarded), held),
  );
  if (guard === undefined) return;
  const what = guard === coordinate ? 'guarded' : `guarded by the policy of ${guard}`;
  findings.report({
    code: 'GH036',
    node: field.astNode ?? undefined,
    message: `${coordinate} is non-null and ${what}: whoever may not see it would lose the object around it`,
    fix: 'drop the `!`',
  });
}

/** The policy of a member is looked at when it is known to be one: in a list, for each item. */
function checkMembers(
  parent: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  { schema, policies, isRoot }: Guards,
  findings: Findings,
): void {
  const type = getNamedType(field.type);
  const around = whatIsLost(field.type);
  if (!isAbstractType(type) || around === undefined) return;
  const held = isRoot ? undefined : policies.get(parent.name);
  const guard = schema.getPossibleTypes(type).find(({ name }) => refuses(policies.get(name), held));
  if (guard === undefined) return;
  findings.report({
    code: 'GH036',
    node: field.astNode ?? undefined,
    message: `${parent.name}.${field.name} is non-null and may be ${guard.name}, which has a policy: whoever may not see it would lose the ${around} around it`,
    fix: around === 'object' ? 'drop the `!`' : 'drop the `!` inside the list',
  });
}

/** What a null of the innermost value takes with it; undefined where it may be null. */
function whatIsLost(type: GraphQLOutputType): 'object' | 'list' | undefined {
  const outer = getNullableType(type);
  if (isListType(outer)) return whatIsLost(outer.ofType) && 'list';
  return isNonNullType(type) ? 'object' : undefined;
}

/** Does the policy turn anybody away whom the one that already held let through? */
function refuses(policy: Policy | undefined, held: Policy | undefined): boolean {
  if (policy === undefined || policy.kind === 'public') return false;
  if (held === undefined || held.kind === 'public') return true;
  if (policy.kind === 'authenticated') return false;
  if (held.kind === 'authenticated') return true;
  return !held.anyOf.every((has) =>
    policy.anyOf.some((wanted) => wanted.every((scope) => has.includes(scope))),
  );
}
