import type { Json, JsonObject } from './contract.ts';
import { isReference } from './dereference.ts';
import { extendPointer, valueAt } from './json-pointer.ts';
import { isJsonArray, isJsonObject } from './json-value.ts';
import { appendItems, type MergePlace, mergeUpdate } from './merge-update.ts';
import { visitDocument } from './openapi-grammar.ts';
import { complain, type OverlayRun } from './overlay-run.ts';
import type { OverlayAction } from './parse-overlay.ts';
import type { SelectedNode } from './select-nodes.ts';

/** Merges the update of an action with each of its targets. @returns whether anything is different now. */
export function updateNodes(
  run: OverlayRun,
  action: OverlayAction,
  update: Json,
  nodes: readonly SelectedNode[],
): boolean {
  let isSchema: ((pointer: string) => boolean) | undefined;
  const changes = nodes.map((node) => {
    const target = valueAt(run.document, node.pointer);
    if (isJsonArray(target)) return appendEntry(run, action, update, { ...node, target });
    if (!isJsonObject(target)) return false;
    if (!isJsonObject(update)) return refuseEntry(run, action, node);
    isSchema ??= createSchemaTest(run.document);
    const isHidden = isReference(target) && !Object.hasOwn(update, '$ref') && !isSchema(node.pointer);
    if (isHidden) return refuseHidden(run, action, node, target.$ref);
    return mergeUpdate(target, update, placeOf(run, action, node));
  });
  return changes.includes(true);
}

/** Beside a `$ref` only schemas of 3.1 say anything. */
function createSchemaTest(document: JsonObject): (pointer: string) => boolean {
  let parts: ReturnType<typeof visitDocument> | undefined;
  const { openapi } = document;
  const isOld = typeof openapi !== 'string' || !openapi.startsWith('3.1');
  return (pointer) => !isOld && (parts ??= visitDocument(document, {})).get(pointer) === 'schema';
}

function placeOf(run: OverlayRun, action: OverlayAction, { pointer }: SelectedNode): MergePlace {
  return {
    pointer,
    from: extendPointer(action.pointer, 'update'),
    origins: run.origins,
    refuse: (message, at) => {
      const fix = 'remove what is there by an action of its own in front of this one, or mend the update';
      complain(run, { code: 'GH152', at, message: `the update of ${pointer} ${message}`, fix });
    },
  };
}

/** The update of a list is one entry for it. */
function appendEntry(
  run: OverlayRun,
  action: OverlayAction,
  update: Json,
  node: SelectedNode & { readonly target: readonly Json[] },
): boolean {
  const owner = valueAt(run.document, node.pointer.slice(0, node.pointer.lastIndexOf('/')));
  const key = node.location.at(-1);
  if (key === undefined || !(isJsonObject(owner) || isJsonArray(owner))) return false;
  const place = placeOf(run, action, node);
  return appendItems(owner, key, node.target, [{ value: update, from: place.from }], place);
}

function refuseEntry(run: OverlayRun, action: OverlayAction, { pointer }: SelectedNode): false {
  const what = pointer === '' ? 'the contract' : pointer;
  complain(run, {
    code: 'GH152',
    at: extendPointer(action.pointer, 'update'),
    message: `${what} is an object, but the update is none`,
    fix: 'write an object of the properties that are to be merged with it',
  });
  return false;
}

function refuseHidden(
  run: OverlayRun,
  action: OverlayAction,
  { pointer }: SelectedNode,
  reference: string,
): false {
  complain(run, {
    code: 'GH152',
    at: extendPointer(action.pointer, 'update'),
    message: `${pointer} is a $ref, and nothing that stands beside it is read`,
    fix: `update what it leads to: ${reference}`,
  });
  return false;
}
