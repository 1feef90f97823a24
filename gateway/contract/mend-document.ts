import { checkDocument } from './check-document.ts';
import type { Json, JsonObject } from './contract.ts';
import { extendPointer, parsePointer, valueAt } from './json-pointer.ts';
import { isJsonObject } from './json-value.ts';
import { listOperations } from './list-operations.ts';
import type { Mend, Mistake } from './mistake.ts';

/** What was mended can bare another mistake: a reference to what was taken out. */
const MAX_ROUNDS = 6;

/**
 * Changes a translated document so that it can be read although it has mistakes, and tells them: what cannot be
 * understood is taken out or allows everything. For readers who cannot ask its team to mend it.
 */
export function mendDocument(document: JsonObject): readonly Mistake[] {
  const told = new Map<string, Mistake>();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const found = checkDocument(document);
    for (const mistake of found) told.set(`${mistake.pointer} ${mistake.message}`, mistake);
    const open = found.filter(({ mend }) => mend?.kind !== 'keep');
    if (open.length === 0) break;
    applyAll(
      document,
      open.map(({ pointer, mend = { kind: 'remove', pointer } }) => mend),
    );
  }
  return [...told.values(), ...addResponses(document)];
}

/** OpenAPI wants one response at least; without any nothing could be answered. */
function addResponses(document: JsonObject): readonly Mistake[] {
  return listOperations(document, 'paths').flatMap((operation) => {
    const { json, method, key, pointer } = operation;
    const { responses } = json;
    const statuses = Object.keys(isJsonObject(responses) ? responses : {});
    if (statuses.some((status) => !status.startsWith('x-'))) return [];
    (json as Record<string, Json>)['responses'] = { default: { description: '' } };
    return [{ message: `${method} ${key} declares no response.`, pointer }];
  });
}

/** From the back, so that the places of a list's items stay what they are until they are reached. */
function applyAll(document: JsonObject, mends: readonly Mend[]): void {
  const byPointer = new Map(mends.flatMap((mend) => (mend.kind === 'keep' ? [] : [[mend.pointer, mend]])));
  const order = new Intl.Collator('en', { numeric: true });
  for (const [pointer, mend] of [...byPointer].toSorted(([left], [right]) => order.compare(right, left))) {
    applyMend(document, parsePointer(pointer), mend);
  }
}

function applyMend(document: JsonObject, segments: readonly string[], mend: Mend): void {
  const last = segments.at(-1);
  const parent = valueAt(document, extendPointer('', ...segments.slice(0, -1)));
  if (last === undefined || parent === undefined) return;
  if (Array.isArray(parent)) changeItem(parent, Number(last), mend);
  else if (isJsonObject(parent) && Object.hasOwn(parent, last)) changeMember(parent, last, mend);
}

function changeItem(list: Json[], index: number, { kind }: Mend): void {
  if (kind === 'allow-anything') list[index] = {};
  else list.splice(index, 1);
}

function changeMember(parent: Record<string, Json>, name: string, mend: Mend): void {
  if (mend.kind === 'allow-anything') parent[name] = {};
  else if (mend.kind === 'rename') renameMember(parent, name, mend.name);
  else delete parent[name];
}

/** Keeps its position among the members. */
function renameMember(parent: Record<string, Json>, name: string, newName: string): void {
  const isTaken = Object.hasOwn(parent, newName);
  for (const [key, value] of Object.entries(parent)) {
    delete parent[key];
    if (key !== name) parent[key] = value;
    else if (!isTaken) parent[newName] = value;
  }
}
