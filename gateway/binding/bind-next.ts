import type { ConstDirectiveNode, ConstValueNode } from 'graphql';
import type { SchemaNode } from '../contract/index.ts';
import { reportIdleArguments } from './bind-read.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt, reportFromProducer } from './binding-scope.ts';
import type { CursorParameter } from './cursor-parameter.ts';
import { findCursorParameter } from './cursor-parameter.ts';
import { bindCursorType } from './cursor-type.ts';
import { argumentOf } from './directives.ts';
import type { NextCursor, NextField } from './model.ts';
import { numberUnder, valueWithout } from './page-parameters.ts';
import { findPageRows } from './page-rows.ts';
import type { RowPlace } from './place.ts';
import type { ReadStart, ResolvedRead } from './read-path.ts';
import { readPath } from './read-path.ts';
import type { SentCall } from './sent-call.ts';

/** A field with `@next`: the cursor of the page after this one. Undefined after a mistake, which was reported. */
export function bindNext(site: FieldSite, directive: ConstDirectiveNode): NextField | undefined {
  const { place } = site;
  if (place.kind === 'root') return reportNoPage(site, directive);
  reportIdleArguments(site);
  const way = readWay(site, directive);
  const parameter = findCursorParameter(site, directive, place.operation);
  if (way === undefined || parameter === undefined) return undefined;
  const found = findCursor({ site, row: place, parameter, way });
  const value = found && bindCursorType(site, { ...way, parameter, given: found.node });
  if (found === undefined || value === undefined) return undefined;
  adviseOnCall(site, directive, place.sent, parameter);
  return { kind: 'next', parameter: parameter.name, cursor: found.cursor, value };
}

const WAYS = ['url', 'cursor', 'last', 'by'] as const;

/** How the cursor is found, as written. */
interface Way {
  readonly kind: (typeof WAYS)[number];
  readonly text: string;
  readonly node: ConstValueNode;
}

interface NextPlan {
  readonly site: FieldSite;
  readonly row: RowPlace;
  readonly parameter: CursorParameter;
  readonly way: Way;
}

interface FoundCursor {
  readonly cursor: NextCursor;
  /** What is read; undefined where the cursor is counted. */
  readonly node: SchemaNode | undefined;
}

function readWay(site: FieldSite, directive: ConstDirectiveNode): Way | undefined {
  const written = WAYS.flatMap((kind) => {
    const node = argumentOf(directive, kind);
    return node !== undefined && 'value' in node ? [{ kind, node, text: String(node.value) }] : [];
  });
  const [way, second] = written;
  if (way !== undefined && second === undefined) return way;
  const says =
    second === undefined ? 'none of url, cursor, last and by' : written.map(({ kind }) => kind).join(' and ');
  return reportAt(site, {
    code: 'GH141',
    node: second?.node ?? directive,
    message: `@next of ${site.coordinate} says ${says}, but a page has one cursor`,
    fix: 'write one: url (a link), cursor (a property), last (a property of the last row), or by (ROWS or PAGE)',
  });
}

function findCursor(plan: NextPlan): FoundCursor | undefined {
  switch (plan.way.kind) {
    case 'url':
      return findUrl(plan);
    case 'cursor':
      return findProperty(plan);
    case 'last':
      return findInLastRow(plan);
    case 'by':
      return findStep(plan);
  }
}

function read(
  { site, row, way }: NextPlan,
  start: ReadStart = { ...row, start: 'value' },
): ResolvedRead | undefined {
  return readPath(site, way.text, start, way.node);
}

function findUrl(plan: NextPlan): FoundCursor | undefined {
  const found = read(plan);
  const isLink = found?.read.from === 'headers' && found.read.path[0] === 'link';
  return (
    found && {
      cursor: { kind: 'url', read: found.read, isLink, query: plan.parameter.key },
      node: found.node,
    }
  );
}

function findProperty(plan: NextPlan): FoundCursor | undefined {
  const found = read(plan);
  return found && { cursor: { kind: 'property', read: found.read }, node: found.node };
}

function findInLastRow(plan: NextPlan): FoundCursor | undefined {
  const { site, row, way } = plan;
  if (way.text.startsWith('$') && !way.text.startsWith('$self')) return reportNoRowPath(plan);
  const page = findPageRows(site, row, way.node);
  const found = page && read(plan, { ...row, node: page.item, start: 'value' });
  return found && { cursor: { kind: 'last', rows: page.rows, read: found.read }, node: found.node };
}

function findStep({ site, row, way, parameter }: NextPlan): FoundCursor | undefined {
  const rows = findPageRows(site, row, way.node)?.rows;
  if (rows === undefined) return undefined;
  const isPage = way.text === 'PAGE';
  const { schema, name } = parameter;
  const said = valueWithout(schema) ?? numberUnder(schema, 'minimum');
  if (isPage && said === undefined && row.sent.parameters.get(name)?.certain !== true)
    adviseOnFirst(site, parameter, row);
  // Where the contract says nothing offsets count from 0, and pages from 1.
  const first = said ?? (isPage ? 1 : 0);
  return { cursor: { kind: isPage ? 'page' : 'rows', rows, first }, node: undefined };
}

/** A cursor that cannot be sent back is of no use to anybody. */
function adviseOnCall(
  site: FieldSite,
  node: ConstDirectiveNode,
  { by, operation, parameters }: SentCall,
  { name }: CursorParameter,
): void {
  // A join's page is one of many, which is a mistake of its own.
  const isJoin = [...parameters.values()].some(({ isKeys }) => isKeys);
  if (parameters.has(name) || isJoin) return;
  reportAt(site, {
    code: 'GH147',
    node,
    message: `${by} calls ${operation.coordinate} without \`${name}\`, so that nobody can ask for the page that ${site.coordinate} leads to`,
    fix: `give ${by} an argument for it: args: { ${name}: "$args.after" }`,
  });
}

function adviseOnFirst(site: FieldSite, { name, pointer }: CursorParameter, { operation }: RowPlace): void {
  reportFromProducer(site, {
    code: 'GH148',
    message: `where \`${name}\` is not sent, ${site.coordinate} takes the first page for page 1, for the contract says neither \`default\` nor \`minimum\``,
    fix: 'ask the service for one of them, or give the argument a default',
    place: { contract: operation.contract, pointer },
  });
}

function reportNoRowPath({ site, way }: NextPlan): undefined {
  return reportAt(site, {
    code: 'GH003',
    node: way.node,
    message: `\`${way.text}\` is no path in a row`,
    fix: 'write the names of properties of a row with dots between them, or `cursor` for a property of the page',
  });
}

function reportNoPage(site: FieldSite, node: ConstDirectiveNode): undefined {
  const message = `${site.coordinate} cannot lead to a next page: ${site.type.name} is the answer of no call`;
  return reportAt(site, { code: 'GH146', node, message, fix: 'move it to the type of a page' });
}
