import type { ConstDirectiveNode } from 'graphql';
import { getNullableType, isObjectType } from 'graphql';
import { bindEvent, reportNoEvent } from './bind-event.ts';
import { bindJoin } from './bind-join.ts';
import { type BoundNamedCalls, bindNamedCalls } from './bind-named-calls.ts';
import { bindNext } from './bind-next.ts';
import { bindOf, readsFailedCall } from './bind-of.ts';
import { bindRead } from './bind-read.ts';
import { bindResolver } from './bind-resolver.ts';
import { bindRest } from './bind-rest.ts';
import type { BindingScope, FieldSite } from './binding-scope.ts';
import { reportAt, reportFromProducer } from './binding-scope.ts';
import { argumentOf, directiveOn, directivesOn } from './directives.ts';
import type { BoundField } from './model.ts';
import type { RootPlace } from './place.ts';
import type { PendingShape } from './shape-registry.ts';

/** Binds every field of an object type as one producer fills it; shapes below are left in the registry. */
export function bindShape(scope: BindingScope, { type, place, fields, calls }: PendingShape): void {
  const shared = bindNamedCalls(scope, type, place);
  for (const [name, { call }] of shared) calls.set(name, call);
  for (const field of Object.values(type.getFields())) {
    const coordinate = `${type.name}.${field.name}`;
    const before = scope.findings.count();
    const site = { scope, type, field, node: field.astNode ?? undefined, coordinate, place };
    const bound = bindField(site, shared);
    if (bound !== undefined) fields.set(field.name, bound);
    // What nobody was told of would only fail when a client asks for it.
    else if (scope.findings.count() === before && !readsFailedCall(site, shared))
      throw new Error(`${coordinate} is not bound, and nothing says why`);
  }
}

function bindField(site: FieldSite, shared: BoundNamedCalls): BoundField | undefined {
  reportDoubleBinding(site);
  if (isSubscription(site) && directiveOn(site.field, 'event') === undefined) return reportNoEvent(site);
  const rest = directiveOn(site.field, 'rest');
  if (rest !== undefined) return bindRest(site, rest);
  const join = directiveOn(site.field, 'join');
  if (join !== undefined) return bindJoin(site, join);
  const event = directiveOn(site.field, 'event');
  if (event !== undefined) return bindEvent(site, event);
  const resolver = directiveOn(site.field, 'resolver');
  if (resolver !== undefined) return bindResolver(site, resolver);
  const next = directiveOn(site.field, 'next');
  if (next !== undefined) return bindNext(site, next);
  const json = directiveOn(site.field, 'json');
  if (json !== undefined && argumentOf(json, 'of') !== undefined) return bindOf(site, json, shared);
  if (json !== undefined && isGiven(site)) return reportRename(site, json);
  return site.place.kind === 'row' ? bindRead(site, site.place) : bindGroup(site, site.place);
}

function isSubscription({ place }: FieldSite): boolean {
  return place.kind === 'root' && place.root === 'subscription';
}

function reportDoubleBinding(site: FieldSite): void {
  const [first, second] = ['rest', 'join', 'event', 'resolver', 'next', 'json'].flatMap((name) =>
    directivesOn(site.field, name),
  );
  if (first === undefined || second === undefined) return;
  const [one, other] = [first.name.value, second.name.value];
  const message = `${site.coordinate} has ${one === other ? `@${one} twice` : `both @${one} and @${other}`}`;
  const isCall = !['next', 'resolver'].includes(first.name.value);
  const fix = second.name.value === 'json' && isCall ? 'write `at` instead of @json' : 'keep one of them';
  reportAt(site, { code: 'GH091', node: second, message, fix });
}

/** Does a resolver give the object that this field stands in? */
function isGiven({ place }: FieldSite): boolean {
  return place.kind === 'row' && place.answer.byResolver === true;
}

function reportRename(site: FieldSite, node: ConstDirectiveNode): undefined {
  const { coordinate, field } = site;
  return reportFromProducer(site, {
    code: 'GH163',
    node,
    message: `${coordinate} has @json, but TypeScript gives the property as \`${field.name}\``,
    fix: 'remove @json; where a service gives the type as well, write a type of its own for the resolver',
  });
}

/** An object field on a root type without a binding: its fields bind as the root's do. */
function bindGroup(site: FieldSite, place: RootPlace): BoundField | undefined {
  const type = getNullableType(site.field.type);
  if (place.root === 'query' && isObjectType(type) && directiveOn(site.field, 'json') === undefined) {
    reportGroupArguments(site);
    return { kind: 'group', shape: site.scope.shapes.shapeOf(type, place) };
  }
  const fix = 'bind it with @rest(operation: "service.operationId")';
  return reportAt(site, { code: 'GH090', message: `nothing gives ${site.coordinate} a value`, fix });
}

function reportGroupArguments({ scope, coordinate, field }: FieldSite): void {
  for (const { name, astNode } of field.args) {
    const message = `${coordinate}(${name}:) reaches nothing: a group makes no call`;
    scope.findings.report({
      code: 'GH020',
      node: astNode ?? undefined,
      message,
      fix: 'move it to the fields of the group',
    });
  }
}
