import type { GraphQLField, GraphQLObjectType } from 'graphql';
import { bindJoinCall, reportNoParents } from './bind-join.ts';
import { bindRestCall } from './bind-rest.ts';
import type { BindingScope, FieldSite } from './binding-scope.ts';
import { reportAt } from './binding-scope.ts';
import { argumentOf, textArgument } from './directives.ts';
import { findOperation } from './find-operation.ts';
import type { BoundValue, JoinField, RestField } from './model.ts';
import type { NamedCall } from './named-calls.ts';
import type { Place } from './place.ts';
import type { ValueBinder, ValueSource } from './value-source.ts';

export interface BoundNamedCall {
  readonly call: RestField | JoinField;
  /** What its fields read. */
  readonly source: ValueSource;
}

/** By name; those with a mistake, which was reported, are missing. */
export type BoundNamedCalls = ReadonlyMap<string, BoundNamedCall>;

/** Binds the calls that fields of the type share, as one producer fills it. */
export function bindNamedCalls(scope: BindingScope, type: GraphQLObjectType, place: Place): BoundNamedCalls {
  const bound = new Map<string, BoundNamedCall>();
  // Elsewhere than below queries nothing is shared, which was reported.
  if (place.kind === 'root' && place.root !== 'query') return bound;
  for (const [name, shared] of scope.namedCalls.get(type.name) ?? []) {
    const call = bindNamedCall(scope, type, place, name, shared);
    if (call !== undefined) bound.set(name, call);
  }
  return bound;
}

function bindNamedCall(
  scope: BindingScope,
  type: GraphQLObjectType,
  place: Place,
  name: string,
  { directive, coordinate }: NamedCall,
): BoundNamedCall | undefined {
  const field = standIn(name, type);
  const site: FieldSite = { scope, type, field, node: directive, coordinate, place, sharedAs: name };
  if (directive.name.value === 'join' && place.kind === 'root') return reportNoParents(site, directive);
  const operation = findOperation(site, directive);
  if (operation === undefined) return undefined;
  refuseFalse(site, directive);
  let source: ValueSource | undefined;
  const valueOf: ValueBinder = (found) => {
    source = found;
    return sharedValue(type.name, found);
  };
  const bind = directive.name.value === 'rest' ? bindRestCall : bindJoinCall;
  const call = bind(site, directive, operation, valueOf);
  return call === undefined || source === undefined ? undefined : { call, source };
}

/** The call gives a single object, of whatever kind; its fields read from it. */
function standIn(name: string, type: GraphQLObjectType): GraphQLField<unknown, unknown> {
  return {
    name,
    description: undefined,
    type,
    args: [],
    deprecationReason: undefined,
    extensions: {},
    astNode: undefined,
  };
}

function sharedValue(type: string, { operation }: ValueSource): BoundValue {
  const shape = { type, producer: operation.coordinate, fields: new Map(), calls: new Map() };
  return { kind: 'object', shape, overAny: true };
}

function refuseFalse(site: FieldSite, directive: NamedCall['directive']): void {
  if (textArgument(directive, 'missing') !== 'FALSE') return;
  reportAt(site, {
    code: 'GH054',
    node: argumentOf(directive, 'missing') ?? directive,
    message: `${site.coordinate} gives several fields their values, which cannot all be false`,
    fix: 'write missing: NULL',
  });
}
