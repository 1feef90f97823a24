import { OperationTypeNode } from 'graphql';
import type { CallDemand } from './call-demand.ts';
import type { CallUse } from './call-tally.ts';
import { changesSomething } from './changes-something.ts';
import { LONGEST_LIST, lengthOf } from './length-of.ts';
import { smallest } from './list-bounds.ts';
import type { BoundCall, BoundValue, JoinField, Read, ResolverField, RestField } from './model.ts';
import type { Arrival, PlannedSite, PlanWalk } from './plan-walk.ts';
import { readsParent, readsRow } from './reads-row.ts';
import { multiply } from './row-count.ts';
import { shapesBelow } from './shapes-below.ts';

/** A property of rows that are there. */
export function planRead(walk: PlanWalk, site: PlannedSite, value: BoundValue, read: Read): Arrival {
  const { rows, wave, origin } = site.place;
  return { value, rows, wave, length: lengthAt(site), origin: walk.nameOf(`${origin} ${readText(read)}`) };
}

export function planRest(walk: PlanWalk, site: PlannedSite, rest: RestField): Arrival {
  const { responses } = site.place.rows;
  const { key, demand } = demandOfRest(walk, site, rest);
  const wave = addCall(walk, site, { field: rest, key, demand });
  const answers = demand.kind === 'each' ? Math.min(demand.rows, demand.fanout) : 1;
  const rows = { responses, distinct: answers, asked: answers };
  const origin = walk.nameOf(`${key} ${readText(rest.at)}${admission(demand)}`);
  return { value: anyResult(rest), rows, wave, length: lengthAt(site), origin };
}

/** Fields that make equal calls for equal rows may still get other rows each: a counter lets the first calls pass. */
function admission(demand: CallDemand): string {
  return demand.kind === 'each' && demand.fanout < demand.rows ? ` by ${demand.counter}` : '';
}

/** What a success gives, or an outcome in its place. */
function anyResult(rest: RestField): BoundValue {
  if (rest.outcomes.size === 0) return rest.value;
  const members = shapesBelow(rest).map(({ shape }) => ({ shape, when: [] }));
  return { kind: 'variants', type: '', members };
}

function demandOfRest(walk: PlanWalk, site: PlannedSite, rest: RestField): KeyedDemand {
  const { place, path } = site;
  if (isWrite(walk, site)) return { key: `write ${path}`, demand: { kind: 'write' } };
  const { responses, distinct, asked } = place.rows;
  const key = keyOf(walk, site, rest.call);
  if (!readsRow(rest.call)) return { key, demand: { kind: 'once', responses } };
  const rows = readsParent(rest.call) ? distinct : asked;
  const fanout = rest.fanout ?? rows;
  return { key, demand: { kind: 'each', rows, responses, fanout, counter: walk.nameOf(rest) } };
}

/** A field of the mutation type, or of a group in it. */
function isWrite({ input }: PlanWalk, { place }: PlannedSite): boolean {
  return input.operation.operation === OperationTypeNode.MUTATION && place.isRoot;
}

export function planJoin(walk: PlanWalk, site: PlannedSite, join: JoinField): Arrival {
  const { responses, distinct } = site.place.rows;
  const length = join.rows === 'one' ? 1 : (smallest(join.maxRows, lengthAt(site)) ?? LONGEST_LIST);
  const { key, demand } = demandOfJoin(walk, site, join, join.rows === 'listed' ? length : 1);
  const wave = addCall(walk, site, { field: join, key, demand });
  const matched = join.match.map(
    ({ row, source }) => `${readText(row)}=${walk.texts.ofSource(source, site)}`,
  );
  const origin = walk.nameOf([key, site.place.origin, readText(join.at), join.rows, ...matched].join());
  const rows = multiply({ responses, distinct, asked: 1 }, length);
  // Under a key of a map there may be a list.
  const inner = join.rows === 'one' ? lengthAt(site) : LONGEST_LIST;
  return { value: join.value, rows, length: inner, wave, origin };
}

function demandOfJoin(walk: PlanWalk, site: PlannedSite, join: JoinField, keysOfRow: number): KeyedDemand {
  const { call, keys } = join;
  const { responses, distinct } = site.place.rows;
  const key = keyOf(walk, site, call);
  if (keys === undefined) return { key, demand: { kind: 'once', responses } };
  const item = walk.texts.ofTemplate(keys.item, site);
  return {
    key: walk.nameOf([key, JSON.stringify(keys.into), keys.maxItems, item, site.place.origin].join()),
    demand: { kind: 'keys', keys: distinct * keysOfRow, maxItems: keys.maxItems },
  };
}

/** What a function makes of equal rows need not be equal, and each of its calls may need the one before. */
export function planResolver(walk: PlanWalk, site: PlannedSite, resolver: ResolverField): Arrival {
  const { place, path } = site;
  const { coordinate, calls, atMost, value } = resolver;
  const name = `${coordinate} ${path}`;
  const { responses } = place.rows;
  const rows = { responses, distinct: responses, asked: 1 };
  const arrival = { value, rows, length: lengthAt(site), origin: walk.nameOf(name) };
  if (atMost === 0) return { ...arrival, wave: place.wave };
  const isChange = calls.some((operation) => changesSomething(operation, isWrite(walk, site)));
  const demand: CallDemand = { kind: 'most', calls: atMost, isChange };
  const services = [...new Set(calls.map(({ service }) => service))];
  const use: CallUse = { key: `resolver ${name}`, path, services, demand };
  const wave = (isChange ? Math.max(walk.waves, place.wave) : place.wave) + atMost;
  walk.waves = Math.max(walk.waves, wave);
  walk.tally.add(use, place.alternative);
  site.tree.call = { field: resolver, isWrite: isChange, wave, use };
  return { ...arrival, wave };
}

/** The same for calls that are equal for equal rows; what reads a row is told apart by where the rows are from. */
function keyOf(walk: PlanWalk, site: PlannedSite, call: BoundCall): string {
  const text = walk.texts.ofCall(call, site);
  return walk.nameOf(readsRow(call) ? `${text} ${site.place.origin}` : text);
}

type KeyedDemand = Pick<CallUse, 'key' | 'demand'>;

interface AddedCall extends KeyedDemand {
  readonly field: RestField | JoinField;
}

/** Gives back the wave in which the answer comes. */
function addCall(
  walk: PlanWalk,
  { place, path, tree }: PlannedSite,
  { field, key, demand }: AddedCall,
): number {
  const use: CallUse = { key, path, services: [field.call.operation.service], demand };
  // Changes wait for one another; a call that only reads waits for what it reads.
  const wave = (demand.kind === 'write' ? walk.waves : place.wave) + 1;
  walk.waves = Math.max(walk.waves, wave);
  walk.tally.add(use, place.alternative);
  tree.call = { field, isWrite: demand.kind === 'write', wave, use };
  return wave;
}

/** What the field's arguments, the contract and the field above say about the length of its list. */
export function lengthAt({ selected, place }: PlannedSite): number {
  return lengthOf(selected, place.sized.get(selected.field.name));
}

export function readText({ from, path }: Read): string {
  return `${from}${JSON.stringify(path)}`;
}
