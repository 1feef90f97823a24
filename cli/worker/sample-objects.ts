import { isLeafType } from 'graphql';
import {
  type BoundField,
  type BoundSchema,
  type BoundValue,
  chooseVariant,
  type JoinField,
  type OfField,
  type ResolverField,
  type RestField,
  type Shape,
} from '#binding';
import type { Json, JsonObject, Operation } from '#contract';
import type { SampleObject, SampleValue } from './create-worker-endpoint.ts';
import {
  isList,
  isObject,
  readSample,
  type SampleAnswer,
  type SampleEntry,
  type SamplePlace,
} from './read-sample.ts';

/** Answers that the contract of an operation allows, the most telling first; none where nothing could be made. */
export type AnswersOf = (operation: Operation) => readonly SampleAnswer[];

/** Enough for every list to be scrolled, and little enough for a file that is loaded with a page. */
const MAX_ROWS = 20;
/** Rows of a join where the examples of two contracts do not know each other. */
const MAX_STRANGERS = 2;
/** Objects of one type as one operation gives it; a further one is the first again. */
const MAX_OBJECTS = 60;
/** What stands for every answer without a body. */
const NOTHING = {};

interface Pending extends SamplePlace {
  readonly shape: Shape;
  readonly index: number;
}

interface Sampling {
  readonly bound: BoundSchema;
  readonly answersOf: AnswersOf;
  readonly objects: SampleObject[];
  readonly pending: Pending[];
  readonly known: Map<Shape, Map<Json | SampleEntry | undefined, number>>;
}

/**
 * Objects of every type that fields of the client lead to, made from what the contracts' operations answer: the query
 * type's first, then the mutation type's where there is one. Objects that are joined fit together where the examples do.
 */
export function sampleObjects(bound: BoundSchema, answersOf: AnswersOf): readonly SampleObject[] {
  const sampling: Sampling = { bound, answersOf, objects: [], pending: [], known: new Map() };
  const nowhere: SamplePlace = { answer: undefined, json: undefined };
  for (const root of [bound.roots.query, bound.roots.mutation]) {
    if (root !== undefined) addObject(sampling, root, nowhere);
  }
  for (let next = sampling.pending.shift(); next !== undefined; next = sampling.pending.shift()) {
    sampling.objects[next.index] = fill(sampling, next);
  }
  return sampling.objects;
}

/** The same JSON seen as the same shape is one object, so that cyclic types end. */
function addObject(
  { objects, pending, known }: Sampling,
  shape: Shape,
  { answer, json, entry }: SamplePlace,
): SampleValue {
  const ofShape = known.get(shape) ?? new Map<Json | SampleEntry | undefined, number>();
  known.set(shape, ofShape);
  // Equal scalars under different keys are different entries.
  const identity = isObject(json) ? json : (entry ?? json);
  const before = ofShape.get(identity);
  if (before !== undefined) return { $: before };
  const [first] = ofShape.values();
  if (first !== undefined && ofShape.size >= MAX_OBJECTS) return { $: first };
  const index = objects.length;
  ofShape.set(identity, index);
  objects.push({ type: shape.type, fields: {} });
  pending.push({ answer, json, entry, shape, index });
  return { $: index };
}

function fill(sampling: Sampling, pending: Pending): SampleObject {
  const { shape } = pending;
  const values: Record<string, SampleValue> = {};
  for (const [name, field] of shape.fields) {
    const value = sampleField(sampling, field, pending);
    if (value !== undefined) values[name] = value;
  }
  return { type: shape.type, fields: values };
}

/** Undefined where the examples say nothing. */
function sampleField(sampling: Sampling, field: BoundField, place: Pending): SampleValue | undefined {
  switch (field.kind) {
    case 'read':
      return sampleValue(sampling, field.value, { ...place, json: readSample(field.read, place) });
    case 'group':
      return addObject(sampling, field.shape, place);
    case 'rest':
    case 'join':
      return sampleCall(sampling, field, place);
    case 'of':
      return sampleOf(sampling, field, place);
    case 'next':
      return null;
    case 'resolver':
      return sampleResolver(sampling, field, place);
    case 'event':
      return undefined;
  }
}

function sampleCall(
  sampling: Sampling,
  field: RestField | JoinField,
  parent: Pending,
): SampleValue | undefined {
  const rows =
    field.kind === 'rest' ? restPlaces(sampling, field, parent) : joinPlaces(sampling, field, parent);
  if (field.kind === 'join' && field.rows !== 'one')
    return rows.map((row) => sampleValue(sampling, field.value, row) ?? null);
  const [row] = rows;
  return row && sampleValue(sampling, field.value, row);
}

/** What TypeScript would answer nobody knows, but it has the type that the schema promises. */
function sampleResolver(
  sampling: Sampling,
  { standIn, value }: ResolverField,
  { index }: Pending,
): SampleValue | undefined {
  const answers = sampling.answersOf(standIn);
  const answer = answers[index % Math.max(1, answers.length)];
  return answer && sampleValue(sampling, value, { answer, json: answer.body });
}

/** A property of what a shared call gives. */
function sampleOf(sampling: Sampling, field: OfField, parent: Pending): SampleValue | undefined {
  const call = parent.shape.calls.get(field.call);
  if (call === undefined) return undefined;
  const [row] =
    call.kind === 'rest' ? restPlaces(sampling, call, parent) : joinPlaces(sampling, call, parent);
  return row && sampleValue(sampling, field.value, { ...row, json: readSample(field.read, row) });
}

function restPlaces(
  { answersOf }: Sampling,
  { call, at }: RestField,
  { index }: Pending,
): readonly SamplePlace[] {
  const answers = answersOf(call.operation);
  const answer = answers[index % Math.max(1, answers.length)];
  if (answer === undefined) return [];
  const { body } = answer;
  return [{ answer, json: body === undefined ? NOTHING : readSample(at, { answer, json: body }) }];
}

/** The rows that match; some others where none does. */
function joinPlaces({ answersOf }: Sampling, field: JoinField, parent: Pending): readonly SamplePlace[] {
  const rows = answersOf(field.call.operation).flatMap((answer) => {
    const list = readSample(field.at, { answer, json: answer.body });
    if (field.declared !== undefined) return sampleEntries(list, field.declared, { answer, json: list });
    return isList(list) ? list.map((json): SamplePlace => ({ answer, json })) : [];
  });
  const matching = rows.filter((row) => matches(field, row, parent));
  if (matching.length > 0) return matching.slice(0, MAX_ROWS);
  const first = parent.index % Math.max(1, rows.length);
  return rows.slice(first, first + MAX_STRANGERS);
}

function matches({ match }: JoinField, row: SamplePlace, parent: SamplePlace): boolean {
  return match.every(({ row: read, source }) => {
    const { root, path } = source;
    if (root !== 'parent' && root !== 'key' && root !== 'item') return true;
    const key = readSample({ from: root === 'parent' ? 'value' : root, path }, parent);
    const held = wireText(readSample(read, row));
    return isList(key) ? key.some((one) => wireText(one) === held) : wireText(key) === held;
  });
}

const entries = new WeakMap<JsonObject, readonly SampleEntry[]>();

/** The entries of a map, the same objects whenever the map is met. */
function sampleEntries(
  map: Json | undefined,
  declared: ReadonlySet<string>,
  place: SamplePlace,
): readonly SamplePlace[] {
  if (!isObject(map)) return [];
  const before = entries.get(map) ?? Object.entries(map).map(([key, value]) => ({ key, value }));
  entries.set(map, before);
  return before
    .filter(({ key }) => !declared.has(key))
    .map((entry) => ({ ...place, json: entry.value, entry }));
}

/** Keys compare as text: 7 and "7" are one. */
function wireText(json: Json | undefined): string {
  return typeof json === 'string' ? json : JSON.stringify(json ?? null);
}

function sampleValue(sampling: Sampling, value: BoundValue, place: SamplePlace): SampleValue | undefined {
  const { json } = place;
  if (value.kind === 'success') return true;
  if (json === undefined || json === null) return json;
  switch (value.kind) {
    case 'leaf':
      return sampleLeaf(sampling, value.fromWire?.get(json) ?? value.other ?? json, value.type);
    case 'object':
      return addObject(sampling, value.shape, place);
    case 'variants': {
      const member = isObject(json) ? chooseVariant(value, json) : undefined;
      return member && addObject(sampling, member.shape, place);
    }
    case 'list': {
      const items = isList(json) ? json.slice(0, MAX_ROWS) : [];
      return items.map((item) => sampleValue(sampling, value.item, { ...place, json: item }) ?? null);
    }
    case 'map': {
      const items = sampleEntries(json, value.declared, place).slice(0, MAX_ROWS);
      return items.map((item) => sampleEntry(sampling, value.item, item) ?? null);
    }
  }
}

/** An object that stands for the entry itself is there even if the entry's value is null. */
function sampleEntry(sampling: Sampling, value: BoundValue, place: SamplePlace): SampleValue | undefined {
  if (value.kind === 'object' && value.overAny === true) return addObject(sampling, value.shape, place);
  return sampleValue(sampling, value, place);
}

/** In the client's form: digits of a BigInt as a string. */
function sampleLeaf({ bound }: Sampling, json: Json, type: string): SampleValue | undefined {
  const leaf = bound.schema.getType(type);
  if (!isLeafType(leaf)) return undefined;
  const written: unknown = leaf.serialize(json);
  return isSampleValue(written) ? written : undefined;
}

/** What a scalar writes is JSON. */
function isSampleValue(value: unknown): value is SampleValue {
  return value === null || ['boolean', 'number', 'string', 'object'].includes(typeof value);
}
