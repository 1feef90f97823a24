import type { Alternative, Json, SchemaNode } from '../contract/index.ts';
import { enumOf, kindsOf } from '../contract/index.ts';
import type { VariantCondition } from './model.ts';
import type { PathSegment } from './parse-path.ts';
import { resolvePath } from './resolve-path.ts';

/** What may stand at one property: a value, null for nothing, undefined for a value that no condition names. */
interface Standing {
  readonly json: Json | undefined;
  /** False where the contract does not say that such values come: absent ones, and others than those that are named. */
  readonly isForeseen: boolean;
}

/** One way in which a value may stand to all conditions at once: by property path, those without anything left out. */
export type World = ReadonlyMap<string, Standing>;

export interface Watched {
  readonly alternative: Alternative;
  readonly telling: { readonly property: string; readonly values: readonly Json[] } | undefined;
}

/** More would take too long to look at: sixteen properties that may be there or not. */
export const MAX_WORLDS = 65_536;

export function holds({ path, values }: VariantCondition, world: World): boolean {
  const standing = world.get(keyOf(path));
  const json = standing === undefined ? null : standing.json;
  if (values === undefined) return json !== null;
  return json !== undefined && values.has(json);
}

export function isForeseen(world: World): boolean {
  return [...world.values()].every((standing) => standing.isForeseen);
}

/** A value with `kind: "x"` and `nodeId`, without `code`. */
export function presentWorld(world: World): string {
  const standings = [...world];
  const there = standings.flatMap(([key, { json, isForeseen: isNamed }]) => {
    if (json === null) return [];
    if (json !== undefined) return [`\`${key}: ${JSON.stringify(json)}\``];
    return [isNamed ? `\`${key}\`` : `another \`${key}\``];
  });
  const absent = standings.flatMap(([key, { json }]) => (json === null ? [`\`${key}\``] : []));
  const parts = [
    ...(there.length === 0 ? [] : [`with ${there.join(' and ')}`]),
    ...(absent.length === 0 ? [] : [`without ${absent.join(' and ')}`]),
  ];
  return parts.length === 0 ? 'any value' : `a value ${parts.join(', ')}`;
}

/** Everything that values of an alternative can be to these conditions; undefined where it is too much. */
export function worldsOf(
  watched: Watched,
  conditions: readonly VariantCondition[],
): readonly World[] | undefined {
  const byPath = Map.groupBy(conditions, ({ path }) => keyOf(path));
  let worlds: readonly World[] = [new Map()];
  for (const [key, ofPath] of byPath) {
    const standings = standingsAt(watched, ofPath);
    if (standings.length === 0) continue;
    if (worlds.length * standings.length > MAX_WORLDS) return undefined;
    worlds = worlds.flatMap((world) => standings.map((standing) => new Map([...world, [key, standing]])));
  }
  return worlds;
}

function keyOf(path: readonly PathSegment[]): string {
  return path.join('.');
}

/** None where nothing ever stands there. */
function standingsAt(watched: Watched, conditions: readonly VariantCondition[]): readonly Standing[] {
  const [first] = conditions;
  const path = first?.path ?? [];
  const found = resolvePath(watched.alternative.node, path, 'read');
  // What the alternative does not declare is absent from it, as far as the contract says.
  if (found.kind !== 'found' || keyOf(found.path) !== keyOf(path)) return [];
  const named = new Set(conditions.flatMap(({ values }) => [...(values ?? [])]));
  named.delete(null);
  const present = presentValues(watched, path, found.node, named);
  return found.absence === undefined ? present : [...present, { json: null, isForeseen: false }];
}

function presentValues(
  { telling }: Watched,
  path: readonly PathSegment[],
  node: SchemaNode,
  named: ReadonlySet<Json>,
): readonly Standing[] {
  const isTelling = telling !== undefined && keyOf(path) === telling.property;
  const listed = isTelling ? telling.values : listedValues(node);
  if (listed === undefined) {
    const others: Standing = { json: undefined, isForeseen: named.size === 0 };
    return [...[...named].map((json) => ({ json, isForeseen: true })), others];
  }
  const told = listed.filter((value) => named.has(value));
  // All that no condition names are alike; one stands for them.
  const [untold] = listed.filter((value) => !named.has(value));
  return [...told, ...(untold === undefined ? [] : [untold])].map((json) => ({ json, isForeseen: true }));
}

function listedValues(node: SchemaNode): readonly Json[] | undefined {
  const kinds = [...kindsOf(node)].filter((kind) => kind !== 'null');
  if (kinds.length === 1 && kinds[0] === 'boolean') return enumOf(node) ?? [true, false];
  return enumOf(node)?.filter((value) => value !== null);
}
