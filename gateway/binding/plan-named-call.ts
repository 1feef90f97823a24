import type { BoundValue, Read } from './model.ts';
import { lengthAt, planJoin, planRest, readText } from './plan-calls.ts';
import { addTree, createTree, pathBelow } from './plan-places.ts';
import type { Arrival, NamedCall, PlannedSite, PlanWalk } from './plan-walk.ts';

/** A call that several fields of a place share is made once for them, at a path of its own. */
export function namedCall(walk: PlanWalk, site: PlannedSite, name: string): NamedCall | undefined {
  const { place } = site;
  const known = place.named.get(name);
  const call = place.shape.calls.get(name);
  if (known !== undefined || call === undefined) return known;
  const tree = createTree(`@${name}`, `${place.shape.type} @${name}`, place);
  addTree(walk, place.trees, tree);
  const own: PlannedSite = { ...withoutArguments(site), path: pathBelow(place, tree.name), tree };
  const arrival = call.kind === 'rest' ? planRest(walk, own, call) : planJoin(walk, own, call);
  tree.rows = arrival.rows.distinct;
  const shared = { arrival, tree };
  place.named.set(name, shared);
  return shared;
}

/** A property of what a call gives that several fields share. */
export function planOf(
  walk: PlanWalk,
  site: PlannedSite,
  { of, read, value }: { readonly of: Arrival; readonly read: Read; readonly value: BoundValue },
): Arrival {
  return { ...of, value, length: lengthAt(site), origin: walk.nameOf(`${of.origin} ${readText(read)}`) };
}

/** A call that several fields share reads the arguments of none of them. */
function withoutArguments(site: PlannedSite): PlannedSite {
  return { ...site, node: { ...site.node, arguments: [] }, field: { ...site.field, args: [] } };
}
