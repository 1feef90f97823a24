import type { SchemaNode } from '../contract/index.ts';
import { itemsOf } from '../contract/index.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt, reportFromProducer } from './binding-scope.ts';
import { isArray, nameSchema } from './describe-schema.ts';
import type { Source } from './model.ts';
import type { PathSegment } from './parse-path.ts';
import type { ParsedSource } from './parse-template.ts';
import type { RowPlace } from './place.ts';
import { reportPathProblem } from './read-path.ts';
import { resolvePath } from './resolve-path.ts';

/** What a source names in the contract's row. */
export interface RowValue {
  readonly root: RowRoot;
  readonly path: readonly PathSegment[];
  readonly node: SchemaNode;
  /** True where the source yields a list of values. */
  readonly isList: boolean;
}

/** The row itself, or the entry of a map that it is or lies in. */
export type RowRoot = Extract<Source['root'], 'parent' | 'key' | 'item'>;

export interface RowSource extends ParsedSource {
  readonly root: RowRoot;
}

/** Does the source differ from row to row? */
export function isOfRow(parsed: ParsedSource): parsed is RowSource {
  return parsed.root === 'parent' || parsed.root === 'key' || parsed.root === 'item';
}

/** Undefined after a mistake, which was reported. */
export function findInRow(site: FieldSite, parsed: RowSource): RowValue | undefined {
  const { root, text, path, node } = parsed;
  const { place } = site;
  if (place.kind === 'root') return reportNoRow(site, parsed, 'no parent');
  const start = startOf(place, root);
  if (start === undefined) return reportNoEntry(site, place, parsed);
  const found = resolvePath(start, path, 'source');
  if (found.kind === 'unknown' && isNamedCall(site, parsed)) return reportCallInCall(site, parsed);
  if (found.kind !== 'found') return reportPathProblem(site, found, { node, text, use: 'source' });
  return { root, path: found.path, node: found.node, isList: found.crossesList || isArray(found.node) };
}

/** Equal for sources of one place. */
export function rowIdentity({ root, path }: Pick<Source, 'root' | 'path'>): string {
  return JSON.stringify([root, path]);
}

/** The values of a list source one by one. */
export function itemOf({ node }: Pick<RowValue, 'node'>): SchemaNode {
  return (isArray(node) ? itemsOf(node) : undefined) ?? node;
}

function startOf({ node, entry }: RowPlace, root: RowRoot): SchemaNode | undefined {
  if (root === 'parent') return node;
  return root === 'key' ? entry?.key : entry?.value;
}

function isNamedCall({ scope, type }: FieldSite, { root, path: [first] }: RowSource): boolean {
  return root === 'parent' && scope.namedCalls.get(type.name)?.has(String(first)) === true;
}

/** @param lack what there would be if the type stood for a row */
export function reportNoRow(site: FieldSite, { text, node }: ParsedSource, lack: string): undefined {
  const message = `\`${text}\`: ${site.coordinate} has ${lack}, because ${site.type.name} stands for no row`;
  return reportAt(site, { code: 'GH015', node, message, fix: 'use $args, $viewer or $config' });
}

function reportNoEntry(site: FieldSite, { node: row }: RowPlace, { text, node }: RowSource): undefined {
  return reportFromProducer(site, {
    code: 'GH127',
    node,
    message: `\`${text}\`: ${nameSchema(row)}, in which ${site.coordinate} stands, is no entry of a map`,
    fix: 'read $parent, or make the field that leads here a list over an object with `additionalProperties`',
    place: row,
  });
}

function reportCallInCall(site: FieldSite, { text, path, node }: RowSource): undefined {
  const [name] = path;
  return reportAt(site, {
    code: 'GH126',
    node,
    message: `\`${text}\`: \`${name}\` is a call of ${site.type.name}, and $parent is only what the contract holds of it`,
    fix: `give it a type of its own: a field with @json(of: "${name}", path: "$self"), in whose type the second call stands`,
  });
}
