import type { ASTNode, GraphQLLeafType } from 'graphql';
import { GraphQLID, GraphQLInt, GraphQLString, getNullableType, isNonNullType } from 'graphql';
import type { SchemaNode } from '../contract/index.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt, reportFromProducer } from './binding-scope.ts';
import { checkLeaf } from './check-leaf.ts';
import type { CursorParameter } from './cursor-parameter.ts';
import { describeSchema, valueKinds } from './describe-schema.ts';
import type { ContractPlace } from './findings.ts';
import type { BoundValue } from './model.ts';

export interface CursorSource {
  readonly kind: 'url' | 'cursor' | 'last' | 'by';
  readonly text: string;
  readonly node: ASTNode;
  readonly parameter: CursorParameter;
  /** What is read in the answer; undefined where the cursor is counted. */
  readonly given: SchemaNode | undefined;
}

/** How the cursor becomes the field's type. Undefined after a mistake, which was reported. */
export function bindCursorType(site: FieldSite, source: CursorSource): BoundValue | undefined {
  const type = getNullableType(site.field.type);
  const wanted = source.kind === 'by' ? [GraphQLInt] : [GraphQLString, GraphQLID, GraphQLInt];
  const leaf = wanted.find((candidate) => candidate === type);
  if (isNonNullType(site.field.type))
    return reportType(site, 'is non-null, but after the last page there is none', 'drop the `!`');
  if (leaf === undefined) {
    const what = source.kind === 'by' ? 'a number that is counted' : 'a text or a number';
    return reportType(site, `is ${String(type)}, but a cursor is ${what}`, `make it ${wanted[0]?.name}`);
  }
  const isFine = checkSource(site, source) && (leaf !== GraphQLInt || checkNumber(site, leaf, source));
  return isFine ? { kind: 'leaf', type: leaf.name, fromWire: undefined } : undefined;
}

function reportType(site: FieldSite, says: string, fix: string, place?: ContractPlace): undefined {
  const report = place === undefined ? reportAt : reportFromProducer;
  return report(site, { code: 'GH145', message: `${site.coordinate} ${says}`, fix, place });
}

/** Is there text, or a number that has one? A URL is text, and has a query. */
function checkSource(site: FieldSite, { kind, text, node, given, parameter }: CursorSource): boolean {
  const kinds = given === undefined ? [] : valueKinds(given);
  const allowed = kind === 'url' ? ['string'] : ['string', 'integer', 'number'];
  if (given !== undefined && (kinds.length === 0 || kinds.some((one) => !allowed.includes(one)))) {
    const wanted = kind === 'url' ? 'a URL is a text' : 'a cursor is a text or a number';
    const message = `\`${text}\` is ${describeSchema(given)}, but ${wanted}`;
    reportFromProducer(site, { code: 'GH144', node, message, fix: 'name the place of a text', place: given });
    return false;
  }
  if (kind !== 'url' || parameter.in === 'query') return true;
  const message = `\`${parameter.name}\` is a ${parameter.in} parameter, which stands in no link`;
  reportFromProducer(site, { code: 'GH140', node, message, fix: 'name a query parameter' });
  return false;
}

/** Does Int hold every number that the cursor can be? */
function checkNumber(
  site: FieldSite,
  type: GraphQLLeafType,
  { kind, given, parameter }: CursorSource,
): boolean {
  if (kind === 'by') return true;
  const node = kind === 'url' ? parameter.schema : given;
  const problem = node && checkLeaf(type, node);
  if (problem === undefined || !('code' in problem)) return problem !== undefined;
  reportType(site, problem.says, 'make it String', node);
  return false;
}
