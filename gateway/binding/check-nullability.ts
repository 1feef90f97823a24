import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { getNamedType, isNonNullType, isObjectType } from 'graphql';
import type { Findings } from './findings.ts';
import type { Policy } from './model.ts';

type Policies = ReadonlyMap<string, Policy>;

/** A refused field is null with its code, so that a non-null one takes more with it than was meant. */
export function checkNullability(schema: GraphQLSchema, policies: Policies, findings: Findings): void {
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    for (const field of Object.values(type.getFields())) {
      checkField(type, field, { policies, isRoot: roots.has(type) }, findings);
    }
  }
}

interface Guards {
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
