import { type GraphQLOutputType, type GraphQLResolveInfo, getNamedType, isAbstractType } from 'graphql';
import type { BoundSchema, Policy } from '../binding/index.ts';
import { GatewayError } from '../errors.ts';
import type { Viewer } from '../request-scope.ts';
import { isRow } from './row.ts';

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

/**
 * The policies of the members that a field of a union or interface turned out to be. An item of a list that may not be
 * seen becomes an error in its place.
 * @throws GatewayError UNAUTHENTICATED or FORBIDDEN for a single value.
 */
export function guardMembers(
  policies: BoundSchema['policies'],
  value: unknown,
  type: GraphQLOutputType,
  viewer: Viewer | null,
): unknown {
  if (!isAbstractType(getNamedType(type))) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => guardItem(policies, item, type, viewer));
  const policy = isRow(value) ? policies.get(value.shape.type) : undefined;
  if (policy !== undefined) hold(policy, viewer);
  return value;
}

function guardItem(
  policies: BoundSchema['policies'],
  item: unknown,
  type: GraphQLOutputType,
  viewer: Viewer | null,
): unknown {
  try {
    return guardMembers(policies, item, type, viewer);
  } catch (error) {
    return error;
  }
}

function hold(policy: Policy, viewer: Viewer | null): void {
  if (policy.kind === 'public') return;
  if (viewer === null) throw new GatewayError('UNAUTHENTICATED');
  if (policy.kind === 'authenticated') return;
  const held = policy.anyOf.some((scopes) => scopes.every((scope) => viewer.scopes.has(scope)));
  if (!held) throw new GatewayError('FORBIDDEN');
}
