import type { GraphQLAbstractType, GraphQLObjectType } from 'graphql';
import type { FieldSite } from './binding-scope.ts';
import { directiveOn, intsArgument } from './directives.ts';

/** The HTTP statuses whose answers are this type, by its `@status`; undefined without one. */
export function statusesOf(type: GraphQLObjectType): readonly number[] | undefined {
  const directive = directiveOn(type, 'status');
  return directive && intsArgument(directive, 'code').filter(isStatus);
}

/** Below 200 there is no final answer (RFC 9110, 15.2). */
export function isStatus(code: number): boolean {
  return code >= 200 && code <= 599;
}

/** The members that a value in an answer may be: those with a `@status` are whole answers. */
export function rowMembers(site: FieldSite, type: GraphQLAbstractType): readonly GraphQLObjectType[] {
  const { schema, variants } = site.scope;
  return schema.getPossibleTypes(type).filter((member) => {
    if (statusesOf(member) === undefined) return true;
    variants.add(type, member, {
      reason: 'has @status, and no field of this type makes a call whose answer is a single object',
      fix: 'remove @status, or use the type in a field with @rest',
    });
    return false;
  });
}
