import type { Alternative, PropertyView, SchemaNode } from '../contract/index.ts';
import {
  additionalPropertiesOf,
  isNullable,
  itemsOf,
  listedAlternativesOf,
  propertiesOfAll,
} from '../contract/index.ts';
import { isArray } from './describe-schema.ts';
import { matchName } from './fold-name.ts';
import type { PathSegment } from './parse-path.ts';
import { suggestName } from './suggest-name.ts';

export interface ResolvedPath {
  readonly kind: 'found';
  /** In the contract's own names. */
  readonly path: readonly PathSegment[];
  readonly node: SchemaNode;
  /** Undefined where the value is always there and never null. */
  readonly absence: Absence | undefined;
  /** True where an array was crossed without an index: the value is a list. */
  readonly crossesList: boolean;
}

export interface Absence {
  /** `unsent`: a parameter that an absent argument leaves out of the call. */
  readonly reason: 'optional' | 'nullable' | 'index' | 'unsent';
  /** The step that may be missing, by its name in the contract. */
  readonly name: string;
  /** What decides: the object that does not require it, the property that allows null, the array. */
  readonly node: SchemaNode;
}

export interface PathProblem {
  readonly kind: 'unknown' | 'ambiguous' | 'list';
  readonly segment: PathSegment;
  /** The schema that was looked into. */
  readonly node: SchemaNode;
  readonly suggestion: string | undefined;
  /** The names that fold alike, where it is ambiguous. */
  readonly names: readonly string[];
  /** The alternatives that lack the property, where others have it. */
  readonly lacking: readonly Alternative[];
}

interface Step {
  readonly name: PathSegment;
  readonly node: SchemaNode;
  readonly absence: Absence | undefined;
}

/**
 * Follows a path through a schema, folding names. `sources` may cross an array without an index; `reads` and
 * `writes` may not, and a write indexes nothing.
 */
export function resolvePath(
  start: SchemaNode,
  segments: readonly PathSegment[],
  use: 'read' | 'source' | 'write',
): ResolvedPath | PathProblem {
  const path: PathSegment[] = [];
  let node = start;
  let absence: Absence | undefined;
  let crossesList = false;
  for (const segment of segments) {
    const entered = typeof segment === 'string' ? enterLists(node, use) : node;
    if (entered === undefined) return problem('list', segment, node);
    crossesList ||= entered !== node;
    const step = stepInto(entered, segment, use);
    if (!('name' in step)) return step;
    path.push(step.name);
    absence ??= step.absence;
    node = step.node;
  }
  return { kind: 'found', path, node, absence, crossesList };
}

/** The items of the lists that a source may cross; undefined where a list bars the way. */
function enterLists(node: SchemaNode, use: 'read' | 'source' | 'write'): SchemaNode | undefined {
  if (!isArray(node)) return node;
  const items = use === 'source' ? itemsOf(node) : undefined;
  return items && enterLists(items, use);
}

function stepInto(
  node: SchemaNode,
  segment: PathSegment,
  use: 'read' | 'source' | 'write',
): Step | PathProblem {
  if (typeof segment === 'number' && isArray(node)) return stepByIndex(node, segment, use);
  return stepByName(node, String(segment));
}

/** Names of properties and keys of maps may be whole numbers as well. */
function stepByName(node: SchemaNode, segment: string): Step | PathProblem {
  const properties = propertiesOfAll(node);
  const match = matchName(segment, properties);
  if (match.kind === 'found')
    return { name: match.name, node: match.value.node, absence: absenceOf(node, match) };
  if (match.kind === 'ambiguous') return problem('ambiguous', segment, node, match.names);
  return stepIntoMap(node, segment, properties.size) ?? unknownProperty(node, segment, properties);
}

function absenceOf(
  owner: SchemaNode,
  { name, value }: { readonly name: string; readonly value: PropertyView },
): Absence | undefined {
  if (!value.required) return { reason: 'optional', name, node: owner };
  return isNullable(value.node) ? { reason: 'nullable', name, node: value.node } : undefined;
}

function stepByIndex(node: SchemaNode, index: number, use: 'read' | 'source' | 'write'): Step | PathProblem {
  const items = use === 'write' ? undefined : itemsOf(node);
  if (items === undefined) return problem('unknown', index, node);
  return { name: index, node: items, absence: { reason: 'index', name: String(index), node } };
}

/** Only an object without named properties is a map; elsewhere a misspelt name would pass for a key. */
function stepIntoMap(node: SchemaNode, key: string, named: number): Step | undefined {
  const value = named === 0 ? additionalPropertiesOf(node) : undefined;
  return value && { name: key, node: value, absence: { reason: 'optional', name: key, node } };
}

/** What a person is told is made when it is asked for: variants look for properties in every alternative. */
function unknownProperty(
  node: SchemaNode,
  segment: string,
  properties: ReadonlyMap<string, PropertyView>,
): PathProblem {
  return {
    kind: 'unknown',
    segment,
    node,
    get suggestion() {
      return suggestName(segment, properties.keys());
    },
    names: [],
    get lacking() {
      const alternatives = listedAlternativesOf(node);
      const lacking = alternatives.filter((alternative) => !has(alternative, segment));
      return lacking.length < alternatives.length ? lacking : [];
    },
  };
}

function problem(
  kind: PathProblem['kind'],
  segment: PathSegment,
  node: SchemaNode,
  names: readonly string[] = [],
): PathProblem {
  return { kind, segment, node, suggestion: undefined, names, lacking: [] };
}

function has({ node }: Alternative, name: string): boolean {
  return matchName(name, propertiesOfAll(node)).kind === 'found';
}
