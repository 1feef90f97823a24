import type { ASTNode, GraphQLField } from 'graphql';
import { getNullableType, isListType } from 'graphql';
import type { Operation, SchemaNode } from '../contract/index.ts';
import { itemsOf, maxItemsOf } from '../contract/index.ts';
import { findProperty } from './bind-read.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt } from './binding-scope.ts';
import { isArray } from './describe-schema.ts';
import { directiveOn } from './directives.ts';
import { smallest } from './list-bounds.ts';
import type { PageRows } from './model.ts';
import { isLimit, numberUnder, valueWithout } from './page-parameters.ts';
import { parametersByName } from './parameters-by-name.ts';
import type { RowPlace } from './place.ts';

export interface FoundRows {
  readonly rows: PageRows;
  /** The schema of one row. */
  readonly item: SchemaNode;
}

/** The only list of a page type that is read from the answer. Undefined after a mistake, which was reported. */
export function findPageRows(site: FieldSite, row: RowPlace, node: ASTNode): FoundRows | undefined {
  const lists = Object.values(site.type.getFields()).filter(isReadList);
  const [list, second] = lists;
  if (list === undefined || second !== undefined) return reportLists(site, lists, node);
  const listSite = {
    ...site,
    field: list,
    node: list.astNode ?? undefined,
    coordinate: `${site.type.name}.${list.name}`,
  };
  const found = findProperty(listSite, { ...row, start: 'value' });
  const item = found && isArray(found.node) ? itemsOf(found.node) : undefined;
  // A list that is none in the contract is told at the list itself.
  if (found === undefined || item === undefined) return undefined;
  return { rows: { read: found.read, ...askedRows(row.operation, found.node) }, item };
}

function isReadList(field: GraphQLField<unknown, unknown>): boolean {
  const isCall = ['rest', 'join'].some((name) => directiveOn(field, name) !== undefined);
  return !isCall && isListType(getNullableType(field.type));
}

function askedRows(operation: Operation, array: SchemaNode): Omit<PageRows, 'read'> {
  const perKey = operation.extensions['x-limit-per-key'];
  const [limit] = [...parametersByName(operation)].filter(
    ([, parameter]) => parameter.in === 'query' && parameter.name !== perKey && isLimit(parameter),
  );
  const schema = limit?.[1].schema;
  return {
    limit: limit?.[0],
    usual: valueWithout(schema),
    most: smallest(numberUnder(schema, 'maximum'), maxItemsOf(array)),
  };
}

function reportLists(
  site: FieldSite,
  lists: readonly GraphQLField<unknown, unknown>[],
  node: ASTNode,
): undefined {
  const { name } = site.type;
  const has = lists.length === 0 ? 'no list' : `several lists: ${lists.map((list) => list.name).join(', ')}`;
  return reportAt(site, {
    code: 'GH142',
    node,
    message: `${site.coordinate} counts the rows of ${name}, but ${name} reads ${has}`,
    fix:
      lists.length === 0
        ? `add the list of rows to ${name}`
        : `leave one list in ${name}, or write url or cursor, which count nothing`,
  });
}
