import type { SchemaNode } from '../contract/index.ts';
import { formatOf } from '../contract/index.ts';
import { describeSchema, valueKinds } from './describe-schema.ts';
import { foldName } from './fold-name.ts';

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
  'paging',
  'pagination',
]);

/** A parameter, or a property of the body, by its name in the contract. */
export interface PageParameter {
  readonly name: string;
  readonly schema: SchemaNode | undefined;
}

/** A parameter that says how many rows a page may have. */
export function isLimit({ name, schema }: PageParameter): boolean {
  if (!LIMITS.has(foldName(name))) return false;
  return schema === undefined || valueKinds(schema).some((kind) => kind === 'integer' || kind === 'number');
}

/** A parameter that says which page is meant. `after` and `before` may be dates. */
export function isCursor({ name, schema }: PageParameter): boolean {
  if (!CURSORS.has(foldName(name))) return false;
  return (
    schema === undefined ||
    (!(formatOf(schema) ?? '').startsWith('date') && describeSchema(schema) !== 'boolean')
  );
}

/** The number that counts where none is sent. */
export function valueWithout(schema: SchemaNode | undefined): number | undefined {
  return numberUnder(schema, 'default');
}

export function numberUnder(schema: SchemaNode | undefined, keyword: string): number | undefined {
  const value = typeof schema?.json === 'object' ? schema.json[keyword] : undefined;
  return typeof value === 'number' ? value : undefined;
}
