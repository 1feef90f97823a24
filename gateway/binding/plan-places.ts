import { LONGEST_LIST, sizedBelow } from './length-of.ts';
import type { BoundValue, Shape } from './model.ts';
import type { PlanTree } from './plan-tree.ts';
import type { Arrival, PlannedPlace, PlannedSite, PlanWalk } from './plan-walk.ts';
import { multiply } from './row-count.ts';

/** To the objects in a value; those of each type are a place of their own. */
export function descend(walk: PlanWalk, site: PlannedSite, arrival: Arrival): void {
  const { shapes, times } = unfold(arrival.value, arrival.length);
  const rows = multiply(arrival.rows, times);
  site.tree.rows = rows.distinct;
  const { wave, origin } = arrival;
  const { alternative } = site.place;
  const alternatives =
    shapes.length > 1 ? walk.tally.branch(alternative, rows.distinct, shapes.length) : [alternative];
  for (const [index, shape] of shapes.entries()) {
    const isOneOfSeveral = shapes.length > 1;
    const place = { ...placeBelow(site, shape), rows, wave, origin, isRoot: false, isOneOfSeveral };
    walk.waiting.push({ ...place, alternative: alternatives[index] ?? alternative });
  }
}

/** What one value may hold. */
interface Unfolded {
  readonly shapes: readonly Shape[];
  readonly times: number;
}

function unfold(value: BoundValue, length: number): Unfolded {
  switch (value.kind) {
    case 'leaf':
    case 'success':
      return { shapes: [], times: 1 };
    case 'object':
      return { shapes: [value.shape], times: 1 };
    case 'variants':
      return { shapes: value.members.map(({ shape }) => shape), times: 1 };
    case 'list':
    case 'map': {
      const items = unfold(value.item, LONGEST_LIST);
      return { ...items, times: Math.min(value.maxItems ?? LONGEST_LIST, length) * items.times };
    }
  }
}

export function placeBelow({ place, path, nodes, selected, tree }: PlannedSite, shape: Shape): PlannedPlace {
  const selections = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  const sized = sizedBelow(selected);
  return { ...place, shape, path, selections, sized, trees: tree.fields, named: new Map() };
}

export function pathBelow({ path }: PlannedPlace, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

export function createTree(
  name: string,
  coordinate: string,
  { shape, isOneOfSeveral }: PlannedPlace,
): PlanTree {
  return {
    name,
    coordinate,
    on: isOneOfSeveral ? shape.type : undefined,
    rows: 0,
    call: undefined,
    fields: [],
  };
}

export function addTree(walk: PlanWalk, trees: PlanTree[], tree: PlanTree): void {
  trees.push(tree);
  walk.trees.push(tree);
}
