import type { ConstDirectiveNode } from 'graphql';
import { GraphQLInt, getNullableType, isListType, isNonNullType } from 'graphql';
import type { Operation } from '../contract/index.ts';
import { isNullable, maxItemsOf } from '../contract/index.ts';
import { createArgumentUse } from './argument-use.ts';
import { bindCall } from './bind-call.ts';
import { bindKeys, type KeySource } from './bind-keys.ts';
import type { BoundMatch } from './bind-match.ts';
import { bindMatch } from './bind-match.ts';
import { outcomesAt } from './bind-outcomes.ts';
import { bindRow, bindValue, reportNoList, reportNullItems } from './bind-value.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt } from './binding-scope.ts';
import { isArray } from './describe-schema.ts';
import { argumentOf } from './directives.ts';
import { findAnswer, findPlace, siteOfAnswer } from './find-answer.ts';
import { rowIdentity } from './find-in-row.ts';
import { findOperation } from './find-operation.ts';
import { checkPaging, limitPerKey } from './join-paging.ts';
import { boundList, smallest } from './list-bounds.ts';
import { type ListedItems, listedIn } from './listed-in.ts';
import type { BoundCall, BoundValue, JoinField, JoinKeys, Read } from './model.ts';
import { checkSecurity } from './policies.ts';
import { readMissing } from './read-missing.ts';
import { assumedCall, type SentCall } from './sent-call.ts';
import type { SuccessAnswer } from './success-answer.ts';
import type { ValueSource } from './value-source.ts';

/** A field with `@join`: one call for all parents of a level. Undefined after a mistake, which was reported. */
export function bindJoin(site: FieldSite, directive: ConstDirectiveNode): JoinField | undefined {
  if (site.place.kind === 'root') return reportNoParents(site, directive);
  const operation = findOperation(site, directive);
  if (operation === undefined) return undefined;
  checkSecurity(site, operation);
  return bindJoinCall(site, directive, operation, (source, isWhole) => {
    const bind = isWhole ? bindValue : bindRow;
    return bind(siteOfAnswer(site, source), source);
  });
}

/**
 * What becomes of one row. `isWhole` says that it is all the field has, also where that is a list: the value of one
 * entry of a map. Undefined after a mistake, which was reported.
 */
type RowBinder = (source: ValueSource, isWhole: boolean) => BoundValue | undefined;

export function bindJoinCall(
  site: FieldSite,
  directive: ConstDirectiveNode,
  operation: Operation,
  valueOf: RowBinder,
): JoinField | undefined {
  const missing = readMissing(site, directive, operation, outcomesAt(site, directive, operation));
  const found = findRows(site, directive, operation);
  if (found === undefined) return undefined;
  const used = createArgumentUse();
  const assumed = sourceOf(operation, found, assumedCall(operation, site.coordinate));
  const { listed } = found;
  const match = bindMatch({ site, rows: siteOfAnswer(site, assumed), directive, listed, used });
  const keys = bindKeys({ site, directive, operation, used });
  const isKnown = match !== undefined && (keys !== undefined || argumentOf(directive, 'on') === undefined);
  const bound = isKnown
    ? bindCall({ site, directive, operation, parent: 'shared', keys: keys?.bound.into, used })
    : undefined;
  const rowSource = bound === undefined ? assumed : sourceOf(operation, found, bound.sent);
  const rowSite = siteOfAnswer(site, rowSource);
  const rows = rowsOf(site, match ?? [], listed);
  const value = valueOf(rowSource, listed.entry !== undefined && rows === 'one');
  if (match === undefined || bound === undefined) return undefined;
  const { call } = bound;
  const batch = keys && (rows === 'many' ? keys.bound : withinAnswer(keys.bound, listed));
  checkAgreement(site, keys?.sources ?? [], match);
  checkPaging({ site, directive, call, keys: batch, oneRowPerKey: rows !== 'many' });
  const maxRows = rows === 'one' ? 1 : boundRows(rowSite, { call, listed, match });
  if (value === undefined) return undefined;
  const pairs = match.map(({ row, source }) => ({ row, source }));
  const { declared } = listed;
  return {
    kind: 'join',
    call,
    keys: batch,
    match: pairs,
    rows,
    missing,
    at: found.at,
    ...(declared === undefined ? {} : { declared }),
    value,
    maxRows,
  };
}

export function reportNoParents(site: FieldSite, node: ConstDirectiveNode): undefined {
  const message = `${site.coordinate} is a join, but ${site.type.name} has no rows whose keys could be collected`;
  return reportAt(site, { code: 'GH064', node, message, fix: 'bind it with @rest' });
}

interface FoundRows {
  readonly at: Read;
  readonly answer: SuccessAnswer;
  readonly listed: ListedItems;
}

function findRows(
  site: FieldSite,
  directive: ConstDirectiveNode,
  operation: Operation,
): FoundRows | undefined {
  const answer = findAnswer(site, directive, operation);
  const sent = assumedCall(operation, site.coordinate);
  const place = answer && findPlace(site, directive, { operation, sent }, answer);
  if (answer === undefined || place === undefined) return undefined;
  const rowSite = siteOfAnswer(site, { operation, answer, node: place.node, sent });
  const listed = listedIn(place.node);
  if (listed === undefined) return reportNoList(rowSite, place.node, 'joins the rows of a list');
  // What is null under a key of a map is no row.
  if (listed.entry === undefined && isFieldOfNonNullItems(site) && isNullable(listed.item))
    reportNullItems(rowSite, listed.item);
  return { at: place.read, answer, listed };
}

function sourceOf(operation: Operation, { answer, listed }: FoundRows, sent: SentCall): ValueSource {
  return { operation, answer, node: listed.item, sent, entry: listed.entry };
}

function isFieldOfNonNullItems({ field }: FieldSite): boolean {
  const type = getNullableType(field.type);
  return isListType(type) && isNonNullType(type.ofType);
}

function rowsOf(site: FieldSite, match: readonly BoundMatch[], { entry }: ListedItems): JoinField['rows'] {
  const isList = isListType(getNullableType(site.field.type));
  const [listed, second] = match.filter(({ parent }) => parent?.isList === true);
  if (listed === undefined) return isList && entry === undefined ? 'many' : 'one';
  const { text, node } = listed.parsed;
  if (!isList) {
    const message = `\`${text}\` is a list of keys, but ${site.coordinate} is a single value`;
    reportAt(site, {
      code: 'GH065',
      node,
      message,
      fix:
        site.sharedAs === undefined
          ? `make the field a list, or take one key: \`${text}.0\``
          : `take one key: \`${text}.0\`; a list of rows is a field with @join`,
    });
  } else if (second !== undefined) {
    const message = `\`${text}\` and \`${second.parsed.text}\` are both lists of keys`;
    reportAt(site, { code: 'GH065', node, message, fix: 'match by one list' });
  }
  return 'listed';
}

/** What is asked for must also be compared, else a row of another parent would pass for this one's. */
function checkAgreement(site: FieldSite, asked: readonly KeySource[], match: readonly BoundMatch[]): void {
  for (const { source: key, node } of asked) {
    const { text } = key;
    const identity = rowIdentity(key);
    if (match.some(({ source }) => rowIdentity(source) === identity)) continue;
    const message = `${site.coordinate} asks for rows by \`${text}\`, but does not match rows with it`;
    reportAt(site, {
      code: 'GH065',
      node,
      message,
      fix: `add it to match: { <property of a row>: "${text}" }`,
    });
  }
}

/** An answer of one row for each key holds no more keys than it may hold rows. */
function withinAnswer(keys: JoinKeys, { max }: ListedItems): JoinKeys {
  const maxRows = Math.max(1, max ?? keys.maxItems);
  return { ...keys, maxItems: Math.min(keys.maxItems, maxRows) };
}

interface RowsInContract {
  readonly call: BoundCall;
  readonly listed: ListedItems;
  readonly match: readonly BoundMatch[];
}

/** The most rows of one parent: of the answer, of the keys, and of the limit that the contract sets for each key. */
function boundRows(site: FieldSite, { call, listed, match }: RowsInContract): number | undefined {
  const limit = limitPerKey(call.operation);
  const maximum = typeof limit?.schema?.json === 'object' ? limit.schema.json['maximum'] : undefined;
  const keyLists = match.flatMap(({ parent }) =>
    parent !== undefined && isArray(parent.node) ? [parent.node] : [],
  );
  const max = smallest(
    listed.max,
    typeof maximum === 'number' ? maximum : undefined,
    ...keyLists.map(maxItemsOf),
  );
  const slicingArguments = limit === undefined ? [] : argumentsFor(site, call, limit.name);
  return boundList(site, { max, slicingArguments, place: listed.list, limit: listed.limit });
}

function argumentsFor({ field }: FieldSite, { parameters }: BoundCall, parameter: string): readonly string[] {
  const value = parameters.find(({ name }) => name === parameter)?.value;
  if (value?.kind !== 'source' || value.source.root !== 'args' || value.source.path.length !== 1) return [];
  const [name] = value.source.path;
  return field.args.flatMap((argument) =>
    argument.name === name && getNullableType(argument.type) === GraphQLInt ? [argument.name] : [],
  );
}
