import type { GraphQLObjectType } from 'graphql';
import { isNullable } from '../contract/index.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportFromProducer } from './binding-scope.ts';
import { describeSchema, isArray, isObject } from './describe-schema.ts';
import { directiveOn, textArgument } from './directives.ts';
import { isEntryObject } from './entry-object.ts';
import { sizeLists } from './list-bounds.ts';
import type { BoundValue, Shape } from './model.ts';
import type { ValueSource } from './value-source.ts';

/** How a JSON object becomes an object type. Undefined after a mistake, which was reported. */
export function bindObject(
  site: FieldSite,
  type: GraphQLObjectType,
  source: ValueSource,
): BoundValue | undefined {
  const { node, answer } = source;
  if (isEntryObject(type, source)) {
    const entry = { ...source.entry, isOpen: isNullable(node) };
    return { kind: 'object', shape: shapeOf(site, type, { ...source, entry }), overAny: true };
  }
  if (isObject(node)) return { kind: 'object', shape: shapeOf(site, type, source) };
  if (node === answer.schema && readsWholeAnswer(type)) {
    return { kind: 'object', shape: shapeOf(site, type, source), overAny: true };
  }
  return reportFromProducer(site, {
    code: 'GH030',
    message: `${site.coordinate} is ${type.name}, but the contract gives ${describeSchema(node)}`,
    fix: isArray(node)
      ? `make it a list: [${type.name}!]`
      : 'name the place of an object, or change the type',
    place: node,
  });
}

export function shapeOf(site: FieldSite, type: GraphQLObjectType, source: ValueSource): Shape {
  const { operation, answer, node, sent, entry } = source;
  const sized = sizeLists(site);
  return site.scope.shapes.shapeOf(type, { kind: 'row', operation, answer, node, sent, entry, sized });
}

/** An object over an answer that is none, such as a root array, can still give what `$body` names. */
function readsWholeAnswer(type: GraphQLObjectType): boolean {
  return Object.values(type.getFields()).some((field) => {
    const json = directiveOn(field, 'json');
    return json !== undefined && textArgument(json, 'path')?.split('.')[0] === '$body';
  });
}
