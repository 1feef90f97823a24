import type { ConstDirectiveNode } from 'graphql';
import type { Operation, Parameter } from '../contract/index.ts';
import { formatOf } from '../contract/index.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt } from './binding-scope.ts';
import { describeSchema, valueKinds } from './describe-schema.ts';
import { argumentOf } from './directives.ts';
import { foldName } from './fold-name.ts';
import type { BoundCall, JoinKeys } from './model.ts';

const LIMITS: ReadonlySet<string> = new Set([
  'limit',
  'first',
  'last',
  'pagesize',
  'perpage',
  'count',
  'size',
  'top',
  'take',
  'max',
  'maxresults',
  'maxitems',
  'pagelimit',
  'itemsperpage',
]);

const CURSORS: ReadonlySet<string> = new Set([
  'cursor',
  'page',
  'pagenumber',
  'pagetoken',
  'pageindex',
  'offset',
  'skip',
  'start',
  'startindex',
  'after',
  'before',
  'nexttoken',
  'nextpagetoken',
  'continuationtoken',
  'startingafter',
  'endingbefore',
  'marker',
]);

export interface JoinPaging {
  readonly site: FieldSite;
  readonly directive: ConstDirectiveNode;
  readonly call: BoundCall;
  readonly keys: JoinKeys | undefined;
  /** True where a key has at most one row, so that a page as large as the batch loses nothing. */
  readonly oneRowPerKey: boolean;
}

/** A join needs all rows: reports an operation that would send only the first of them. */
export function checkPaging(paging: JoinPaging): void {
  const { site, directive, call, keys } = paging;
  const { operation } = call;
  if (operation.extensions['x-unpaged'] === true) return;
  if (argumentOf(directive, 'on') === undefined) {
    reportAt(site, {
      code: 'GH062',
      node: directive,
      message: `without \`on\` the whole list of ${operation.coordinate} is fetched, and the contract does not say \`x-unpaged: true\``,
      fix: 'write `on`, or ask the service for a batch read or for `x-unpaged: true`',
      place: operation,
    });
    return;
  }
  const pages = operation.parameters.filter((parameter) => isPageParameter(parameter, operation));
  if (keys === undefined || pages.length === 0 || holdsBatch(paging, keys, pages)) return;
  const [first] = pages;
  reportAt(site, {
    code: 'GH063',
    node: directive,
    message: `${operation.coordinate} pages its answer (${pages.map(({ name }) => name).join(', ')}), so that rows of a batch would be cut off silently`,
    fix: 'ask the service for `x-limit-per-key` (a limit for each key) or `x-unpaged: true`',
    place: { contract: operation.contract, pointer: first?.pointer ?? operation.pointer },
  });
}

/** The parameter that limits the rows of each key, where the contract has one. */
export function limitPerKey({ extensions, parameters }: Operation): Parameter | undefined {
  return parameters.find(({ name }) => name === extensions['x-limit-per-key']);
}

function isPageParameter(parameter: Parameter, operation: Operation): boolean {
  if (parameter === limitPerKey(operation)) return false;
  return isLimit(parameter) || isCursor(parameter);
}

function isLimit({ name, in: place, schema }: Parameter): boolean {
  if (place !== 'query' || !LIMITS.has(foldName(name))) return false;
  return schema === undefined || valueKinds(schema).some((kind) => kind === 'integer' || kind === 'number');
}

/** `after` and `before` may be dates. */
function isCursor({ name, in: place, schema }: Parameter): boolean {
  if (place !== 'query' || !CURSORS.has(foldName(name))) return false;
  return (
    schema === undefined ||
    (!(formatOf(schema) ?? '').startsWith('date') && describeSchema(schema) !== 'boolean')
  );
}

function holdsBatch(
  { call, oneRowPerKey }: JoinPaging,
  keys: JoinKeys,
  pages: readonly Parameter[],
): boolean {
  if (!oneRowPerKey) return false;
  return pages.some((parameter) => isLimit(parameter) && (pageSize(call, parameter) ?? 0) >= keys.maxItems);
}

function pageSize(call: BoundCall, { name, schema }: Parameter): number | undefined {
  const sent = call.parameters.find((parameter) => parameter.name === name)?.value;
  if (sent !== undefined)
    return sent.kind === 'constant' && typeof sent.value === 'number' ? sent.value : undefined;
  const fallback = typeof schema?.json === 'object' ? schema.json['default'] : undefined;
  return typeof fallback === 'number' ? fallback : undefined;
}
