import type { ASTNode, ConstDirectiveNode } from 'graphql';
import type { SchemaNode } from '../contract/index.ts';
import type { WriteContext } from './bind-source.ts';
import { bindSource } from './bind-source.ts';
import { readTemplate } from './bind-template.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt, reportFromProducer } from './binding-scope.ts';
import { describeSchema, isComparable, nameSchema } from './describe-schema.ts';
import { argumentOf } from './directives.ts';
import { findInRow, isOfRow, itemOf, type RowValue } from './find-in-row.ts';
import { flattenEntries, type TemplatePair } from './flatten-entries.ts';
import type { ListedItems } from './listed-in.ts';
import type { JoinMatch, Read, Source } from './model.ts';
import { presentPath } from './parse-path.ts';
import type { ParsedEntry, ParsedSource, ParsedTemplate } from './parse-template.ts';
import type { EntryPlace } from './place.ts';
import { reportPathProblem } from './read-path.ts';
import { resolvePath } from './resolve-path.ts';

export interface BoundMatch extends JoinMatch {
  readonly parsed: ParsedSource;
  /** What a source of the row names; undefined for other sources. */
  readonly parent: RowValue | undefined;
}

export interface MatchPlan {
  readonly site: FieldSite;
  /** The same field over the rows that the join fetches. */
  readonly rows: FieldSite;
  readonly directive: ConstDirectiveNode;
  readonly listed: ListedItems;
  readonly used: WriteContext['used'];
}

/** Binds `match`: which properties of a row are compared with which sources. Undefined after a mistake. */
export function bindMatch(plan: MatchPlan): readonly BoundMatch[] | undefined {
  const node = argumentOf(plan.directive, 'match');
  if (node === undefined) return reportNoPairs(plan, plan.directive);
  const parsed = readTemplate(plan.site, node);
  if (parsed === undefined) return undefined;
  const { entry } = plan.listed;
  if (entry !== undefined) return bindKeyMatch(plan, parsed, entry);
  if (parsed.kind === 'source') return reportNoMap(plan, parsed);
  const pairs = parsed.kind === 'object' ? flattenEntries(parsed.entries) : [];
  if (pairs.length === 0) return reportNoPairs(plan, parsed.node);
  const bound = pairs.map((pair) => bindPair(plan, pair));
  const complete = bound.filter((match) => match !== undefined);
  return complete.length === bound.length ? complete : undefined;
}

/** A map says its rows' key by itself: `match: "$parent.id"`. */
function bindKeyMatch(
  plan: MatchPlan,
  parsed: ParsedTemplate,
  { key, map }: EntryPlace,
): readonly BoundMatch[] | undefined {
  if (parsed.kind !== 'source') {
    return reportFromProducer(plan.rows, {
      code: 'GH128',
      node: parsed.node,
      message: `${plan.site.coordinate} joins the entries of a map, ${nameSchema(map)}, which are found by their keys`,
      fix: 'write the key alone: match: "$parent.id"',
      place: map,
    });
  }
  const bound = bindComparison(plan, parsed, { read: { from: 'key', path: [] }, node: key });
  return bound && [bound];
}

function reportNoMap({ site, rows, listed }: MatchPlan, { text, node }: ParsedSource): undefined {
  return reportFromProducer(rows, {
    code: 'GH128',
    node,
    message: `${site.coordinate} joins the rows of a list, ${nameSchema(listed.list)}, which has no keys`,
    fix: `say which property of a row is compared: match: { <property of a row>: "${text}" }`,
    place: listed.list,
  });
}

function bindPair(plan: MatchPlan, { path, entry }: TemplatePair): BoundMatch | undefined {
  const { site } = plan;
  const parsed = entry.value;
  if (parsed.kind !== 'source') {
    const message = `${site.coordinate}: \`${presentPath(path)}\` is matched with a constant`;
    return reportAt(site, {
      code: 'GH065',
      node: parsed.node,
      message,
      fix: 'match it with a source, such as "$parent.id"',
    });
  }
  const key = findKey(plan, path, entry);
  return key && bindComparison(plan, parsed, key);
}

/** What identifies a row. */
interface RowKey {
  readonly read: Read;
  readonly node: SchemaNode;
}

function bindComparison(
  { site, used }: MatchPlan,
  parsed: ParsedSource,
  key: RowKey,
): BoundMatch | undefined {
  if (!isOfRow(parsed)) {
    const bound = bindSource({ site, used, wire: 'text', parent: 'one' }, parsed, key.node);
    return bound && { row: key.read, source: bound.source, parsed, parent: undefined };
  }
  const parent = findInRow(site, parsed);
  if (parent === undefined) return undefined;
  if (!isComparable(itemOf(parent))) {
    const message = `\`${parsed.text}\` is ${describeSchema(itemOf(parent))}, which cannot be compared`;
    return reportFromProducer(site, {
      code: 'GH032',
      node: parsed.node,
      message,
      fix: 'match with a text or a number',
    });
  }
  const source: Source = { root: parent.root, path: parent.path, write: undefined, text: parsed.text };
  return { row: key.read, source, parsed, parent };
}

function findKey(
  { rows, listed: { item: row } }: MatchPlan,
  path: readonly string[],
  { node }: ParsedEntry,
): RowKey | undefined {
  const text = presentPath(path);
  const found = resolvePath(row, path, 'read');
  if (found.kind !== 'found') return reportPathProblem(rows, found, { node, text, use: 'key' });
  if (found.absence !== undefined) {
    const reason = found.absence.reason === 'optional' ? 'does not require' : 'allows null for';
    return reportFromProducer(rows, {
      code: 'GH061',
      node,
      message: `rows are matched by \`${text}\`, but ${nameSchema(row)} ${reason} \`${found.absence.name}\``,
      fix: 'match by a property that is always there, or ask the service to require it',
      place: found.absence.node,
    });
  }
  if (!isComparable(found.node)) {
    const message = `rows are matched by \`${text}\`, which is ${describeSchema(found.node)}`;
    return reportFromProducer(rows, {
      code: 'GH061',
      node,
      message,
      fix: 'match by a text or a number',
      place: found.node,
    });
  }
  return { read: { from: 'value', path: found.path }, node: found.node };
}

function reportNoPairs({ site }: MatchPlan, node: ASTNode): undefined {
  const message = `${site.coordinate}: \`match\` does not say which property of a row is compared`;
  return reportAt(site, {
    code: 'GH065',
    node,
    message,
    fix: 'write match: { <property of a row>: "$parent.id" }',
  });
}
