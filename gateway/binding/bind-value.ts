import type { GraphQLList, GraphQLOutputType } from 'graphql';
import { getNullableType, isLeafType, isListType, isNonNullType, isObjectType } from 'graphql';
import type { SchemaNode } from '../contract/index.ts';
import { isNullable, propertiesOf } from '../contract/index.ts';
import { bindObject } from './bind-object.ts';
import { bindVariants } from './bind-variants.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportFromProducer } from './binding-scope.ts';
import { checkLeaf } from './check-leaf.ts';
import { describeSchema, isArray, isObject, nameSchema } from './describe-schema.ts';
import { directiveOn } from './directives.ts';
import { isEntryObject } from './entry-object.ts';
import { boundList, boundNestedList, smallest } from './list-bounds.ts';
import { type ListedItems, listedIn } from './listed-in.ts';
import type { BoundValue } from './model.ts';
import { rowMembers } from './outcome-members.ts';
import type { ValueSource } from './value-source.ts';

/**
 * How the JSON of this place becomes the field's type, nullability of the place itself left to the caller.
 * Undefined after a mistake, which was reported.
 */
export function bindValue(site: FieldSite, source: ValueSource): BoundValue | undefined {
  const type = getNullableType(site.field.type);
  if (!isListType(type)) return bindItem(site, type, source);
  const levels = listLevels(type, source.node);
  if (levels === undefined) return reportNoList(site, source.node);
  return bindLevels(site, type, source, levelBounds(site, levels));
}

/** How one row becomes the field's innermost type: what a join yields for each match. */
export function bindRow(site: FieldSite, source: ValueSource): BoundValue | undefined {
  const type = getNullableType(site.field.type);
  return bindItem(site, isListType(type) ? type.ofType : type, source);
}

function bindItem(site: FieldSite, wrapped: GraphQLOutputType, source: ValueSource): BoundValue | undefined {
  const type = getNullableType(wrapped);
  if (isListType(type)) return reportNoList(site, source.node);
  if (isLeafType(type)) {
    const leaf = checkLeaf(type, source.node);
    const subject = isListType(getNullableType(site.field.type))
      ? `an item of ${site.coordinate}`
      : site.coordinate;
    if (!('code' in leaf)) return { kind: 'leaf', type: type.name, ...leaf };
    return reportFromProducer(site, {
      ...leaf,
      message: `${subject} ${leaf.says}`,
      place: source.node,
    });
  }
  if (isObjectType(type)) return bindObject(site, type, source);
  // A resolver says itself which member it gives.
  const isGiven = source.answer.byResolver === true;
  const members = isGiven ? site.scope.schema.getPossibleTypes(type) : rowMembers(site, type);
  return bindVariants(site, { type, members }, source);
}

/** The array or map at each level of a list type; undefined where the contract has fewer. */
function listLevels(
  type: GraphQLList<GraphQLOutputType>,
  node: SchemaNode,
): readonly ListedItems[] | undefined {
  const listed = listedIn(node);
  if (listed === undefined) return undefined;
  const inner = getNullableType(type.ofType);
  if (!isListType(inner)) return [listed];
  const below = listLevels(inner, listed.item);
  return below && [listed, ...below];
}

function levelBounds(site: FieldSite, levels: readonly ListedItems[]): readonly (number | undefined)[] {
  const contract = levels.map(({ max }) => max);
  const [outermost, ...inner] = levels;
  if (outermost === undefined) return [];
  if (inner.length > 0) {
    boundNestedList(site, contract, outermost.list);
    return contract;
  }
  const { list: place, limit } = outermost;
  return [boundList(site, { max: contract[0], slicingArguments: [], place, limit })];
}

function bindLevels(
  site: FieldSite,
  type: GraphQLList<GraphQLOutputType>,
  source: ValueSource,
  [maxItems, ...inner]: readonly (number | undefined)[],
): BoundValue | undefined {
  const listed = listedIn(source.node);
  if (listed === undefined) return reportNoList(site, source.node);
  const node = listed.item;
  const below = getNullableType(type.ofType);
  const itemSource = { ...source, node, entry: listed.entry ?? source.entry };
  if (isNonNullType(type.ofType) && isNullable(node) && !isEntryObject(below, itemSource))
    reportNullItems(site, node);
  const item = isListType(below)
    ? bindLevels(site, below, itemSource, inner)
    : bindItem(site, below, itemSource);
  if (item === undefined) return undefined;
  const smallestBound = smallest(maxItems, listed.max);
  const { declared } = listed;
  return declared === undefined
    ? { kind: 'list', item, maxItems: smallestBound }
    : { kind: 'map', item, maxItems: smallestBound, declared };
}

export function reportNullItems(site: FieldSite, node: SchemaNode): void {
  reportFromProducer(site, {
    code: 'GH034',
    message: `${site.coordinate} is a list without nulls, but the contract allows null among its items`,
    fix: 'drop the `!` inside the list',
    place: node,
  });
}

/** @param needs goes on where the coordinate ended. */
export function reportNoList(
  site: FieldSite,
  node: SchemaNode,
  needs = `is ${String(site.field.type)}`,
): undefined {
  const lists = [...propertiesOf(node)]
    .filter(([, property]) => isArray(property.node))
    .map(([name]) => name);
  const [only, ...others] = lists;
  if (only === undefined || !isObject(node)) {
    return reportFromProducer(site, {
      code: 'GH030',
      message: `${site.coordinate} ${needs}, but the contract gives ${describeSchema(node)}`,
      fix: 'make it a single value, or name the place of a list',
      place: node,
    });
  }
  return reportFromProducer(site, {
    code: 'GH052',
    message: `${site.coordinate} ${needs}, but ${nameSchema(node)} is an object`,
    fix: `write ${spellPlace(site, only)}${others.length === 0 ? '' : `, or one of ${others.join(', ')}`}`,
    place: node,
  });
}

function spellPlace(site: FieldSite, name: string): string {
  if (directiveOn(site.field, 'rest') ?? directiveOn(site.field, 'join'))
    return `at: ${JSON.stringify(name)}`;
  return `@json(path: ${JSON.stringify(`${site.field.name}.${name}`)})`;
}
