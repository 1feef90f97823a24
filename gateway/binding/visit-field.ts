import { isObjectType } from 'graphql';
import type { BoundField, OfField } from './model.ts';
import { planJoin, planRead, planResolver, planRest } from './plan-calls.ts';
import { namedCall, planOf } from './plan-named-call.ts';
import { addTree, createTree, descend, pathBelow, placeBelow } from './plan-places.ts';
import type { Arrival, PlannedPlace, PlannedSite, PlanWalk } from './plan-walk.ts';

/** The fields of a place, in the order of the answer. */
export function sitesAt(walk: PlanWalk, place: PlannedPlace): PlannedSite[] {
  const { shape, selections } = place;
  const type = walk.bound.schema.getType(shape.type);
  const fields = isObjectType(type) ? type.getFields() : {};
  return [...walk.collector.collect(shape.type, selections)].flatMap(([name, nodes]) => {
    const [node] = nodes;
    const field = node && fields[node.name.value];
    if (node === undefined || field === undefined) return [];
    const coordinate = `${shape.type}.${field.name}`;
    const selected = { input: walk.input, node, field, size: walk.bound.listSizes.get(coordinate) };
    const tree = createTree(name, coordinate, place);
    return [{ place, path: pathBelow(place, name), nodes, node, field, selected, tree }];
  });
}

export function visitField(walk: PlanWalk, site: PlannedSite): void {
  const { place, field, tree } = site;
  const binding = place.shape.fields.get(field.name);
  // What no row stands for is never asked for.
  if (binding === undefined || place.rows.responses === 0) return;
  if (binding.kind === 'of') return visitOf(walk, site, binding);
  addTree(walk, place.trees, tree);
  if (binding.kind === 'group') {
    tree.rows = 1;
    walk.waiting.push(placeBelow(site, binding.shape));
    return;
  }
  const arrival = arrivalAt(walk, site, binding);
  if (arrival !== undefined) descend(walk, site, arrival);
}

function visitOf(walk: PlanWalk, site: PlannedSite, { call, read, value }: OfField): void {
  const named = namedCall(walk, site, call);
  if (named === undefined) return;
  addTree(walk, named.tree.fields, site.tree);
  descend(walk, site, planOf(walk, site, { read, value, of: named.arrival }));
}

function arrivalAt(
  walk: PlanWalk,
  site: PlannedSite,
  binding: Exclude<BoundField, { readonly kind: 'group' | 'of' }>,
): Arrival | undefined {
  switch (binding.kind) {
    case 'read':
      return planRead(walk, site, binding.value, binding.read);
    case 'rest':
      return planRest(walk, site, binding);
    case 'join':
      return planJoin(walk, site, binding);
    case 'resolver':
      return planResolver(walk, site, binding);
    case 'event':
      return planRead(walk, site, binding.value, binding.at);
    // A cursor of a page that is there.
    case 'next':
      return undefined;
  }
}
