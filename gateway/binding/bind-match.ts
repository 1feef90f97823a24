import type { ASTNode, ConstDirectiveNode } from 'graphql';
import type { SchemaNode } from '../contract/index.ts';
import type { ParentValue, WriteContext } from './bind-source.ts';
import { bindSource, findInParent, itemOf } from './bind-source.ts';
import { readTemplate } from './bind-template.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt, reportFromProducer } from './binding-scope.ts';
import { describeSchema, isComparable, nameSchema } from './describe-schema.ts';
import { argumentOf } from './directives.ts';
import { flattenEntries, type TemplatePair } from './flatten-entries.ts';
import type { JoinMatch, Read, Source } from './model.ts';
import { presentPath } from './parse-path.ts';
import type { ParsedEntry, ParsedSource } from './parse-template.ts';
import { reportPathProblem } from './read-path.ts';
import { resolvePath } from './resolve-path.ts';

export interface BoundMatch extends JoinMatch {
  readonly parsed: ParsedSource;
  /** What a `$parent` source names; undefined for other sources. */
  readonly parent: ParentValue | undefined;
}

export interface MatchPlan {
  readonly site: FieldSite;
  /** The same field over the rows that the join fetches. */
  readonly rows: FieldSite;
  readonly directive: ConstDirectiveNode;
  readonly row: SchemaNode;
  readonly used: WriteContext['used'];
}

/** Binds `match`: which properties of a row are compared with which sources. Undefined after a mistake. */
export function bindMatch(plan: MatchPlan): readonly BoundMatch[] | undefined {
  const node = argumentOf(plan.directive, 'match');
  if (node === undefined) return reportNoPairs(plan, plan.directive);
  const parsed = readTemplate(plan.site, node);
  if (parsed === undefined) return undefined;
  const pairs = parsed.kind === 'object' ? flattenEntries(parsed.entries) : [];
  if (pairs.length === 0) return reportNoPairs(plan, parsed.node);
  const bound = pairs.map((pair) => bindPair(plan, pair));
  const complete = bound.filter((match) => match !== undefined);
  return complete.length === bound.length ? complete : undefined;
}

function bindPair(plan: MatchPlan, { path, entry }: TemplatePair): BoundMatch | undefined {
  const { site, used } = plan;
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
  if (key === undefined) return undefined;
  if (parsed.root !== 'parent') {
    const bound = bindSource({ site, used, wire: 'text', parent: 'one' }, parsed, key.node);
    return bound && { row: key.read, source: bound.source, parsed, parent: undefined };
  }
  const parent = findInParent(site, parsed);
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
  const source: Source = { root: 'parent', path: parent.path, write: undefined, text: parsed.text };
  return { row: key.read, source, parsed, parent };
}

function findKey(
  { rows, row }: MatchPlan,
  path: readonly string[],
  { node }: ParsedEntry,
): { readonly read: Read; readonly node: SchemaNode } | undefined {
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
