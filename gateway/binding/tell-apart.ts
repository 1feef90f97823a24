import type { Alternative, Json, SchemaNode } from '../contract/index.ts';
import { enumOf, propertiesOf } from '../contract/index.ts';
import { foldName } from './fold-name.ts';

/** A property by which the contract itself tells alternatives apart. */
export interface Telling {
  readonly property: string;
  /** For each alternative, the values that mean it; no value means two of them. */
  readonly values: readonly (readonly Json[])[];
}

/** By the discriminator, else by a property whose values are listed and differ; undefined where there is neither. */
export function tellApart(alternatives: readonly Alternative[]): Telling | undefined {
  if (alternatives.length < 2) return undefined;
  return byDiscriminator(alternatives) ?? byConstants(alternatives);
}

function byDiscriminator(alternatives: readonly Alternative[]): Telling | undefined {
  const property = alternatives[0]?.tag?.property;
  if (property === undefined || alternatives.some(({ tag }) => tag?.property !== property)) return undefined;
  const values = alternatives.map((alternative) => taggedValues(alternative, property));
  return areDisjoint(values) ? { property, values } : undefined;
}

/** What the mapping says, in the words of the values that the branch itself lists, where it does. */
function taggedValues({ node, names, tag }: Alternative, property: string): readonly Json[] {
  const tags = tag?.values ?? [];
  const listed = listedValues(node, property) ?? [];
  const both = tags.filter((value) => listed.includes(value));
  if (both.length > 0) return both;
  const folded = new Set(names.map(foldName));
  const alike = listed.filter((value) => typeof value === 'string' && folded.has(foldName(value)));
  return alike.length > 0 ? alike : tags;
}

/** A property that all require comes before one that may be absent. */
function byConstants(alternatives: readonly Alternative[]): Telling | undefined {
  const [first, ...others] = alternatives.map(({ node }) => propertiesOf(node));
  const names = [...(first?.keys() ?? [])].filter((name) => others.every((other) => other.has(name)));
  const isRequired = (name: string): boolean =>
    [first, ...others].every((properties) => properties?.get(name)?.required === true);
  const ordered = [...names.filter(isRequired), ...names.filter((name) => !isRequired(name))];
  for (const property of ordered) {
    const values = alternatives.map(({ node }) => listedValues(node, property) ?? []);
    if (areDisjoint(values)) return { property, values };
  }
  return undefined;
}

function listedValues(node: SchemaNode, property: string): readonly Json[] | undefined {
  const view = propertiesOf(node).get(property);
  return view && enumOf(view.node)?.filter((value) => value !== null);
}

function areDisjoint(values: readonly (readonly Json[])[]): boolean {
  const all = values.flat().map((value) => JSON.stringify(value));
  return values.every(({ length }) => length > 0) && new Set(all).size === all.length;
}
