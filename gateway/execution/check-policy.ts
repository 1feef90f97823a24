import { type GraphQLResolveInfo, getNamedType } from 'graphql';
import type { BoundSchema, Policy } from '../binding/index.ts';
import { GatewayError } from '../errors.ts';
import type { Viewer } from '../request-scope.ts';

type Asked = Pick<GraphQLResolveInfo, 'fieldName' | 'parentType' | 'returnType'>;

/**
 * The policies of a field, of the type it stands in and of the type it returns: all must hold.
 * @throws GatewayError UNAUTHENTICATED or FORBIDDEN.
 */
export function checkPolicy(policies: BoundSchema['policies'], asked: Asked, viewer: Viewer | null): void {
  const parent = asked.parentType.name;
  for (const coordinate of [parent, `${parent}.${asked.fieldName}`, getNamedType(asked.returnType).name]) {
    const policy = policies.get(coordinate);
    if (policy !== undefined) hold(policy, viewer);
  }
}

function hold(policy: Policy, viewer: Viewer | null): void {
  if (policy.kind === 'public') return;
  if (viewer === null) throw new GatewayError('UNAUTHENTICATED');
  if (policy.kind === 'authenticated') return;
  const held = policy.anyOf.some((scopes) => scopes.every((scope) => viewer.scopes.has(scope)));
  if (!held) throw new GatewayError('FORBIDDEN');
}
