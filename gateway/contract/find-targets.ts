import { extendPointer, valueAt } from './json-pointer.ts';
import { isJsonArray, isJsonObject } from './json-value.ts';
import { complain, type OverlayRun } from './overlay-run.ts';
import type { OverlayAction } from './parse-overlay.ts';
import { type SelectedNode, selectingPart, selectNodes } from './select-nodes.ts';

/** What an action is about, at least one place. Undefined after a mistake, which was noted. */
export function findTargets(run: OverlayRun, action: OverlayAction): readonly SelectedNode[] | undefined {
  const { target } = action;
  const at = extendPointer(action.pointer, 'target');
  const nodes = selectNodes(run.document, target);
  if (typeof nodes === 'string') {
    const message = `\`${target}\` is no JSONPath: ${nodes}`;
    return complain(run, {
      code: 'GH152',
      at,
      message,
      fix: "write it as in RFC 9535: $.paths['/orders'].get",
    });
  }
  if (nodes.length === 0) {
    const message = `\`${target}\` matches nothing in ${run.file}; the last that is there is \`${selectingPart(run.document, target)}\``;
    return complain(run, {
      code: 'GH150',
      at,
      message,
      fix: 'mend it; or remove the action, if the contract has changed',
    });
  }
  // Overlay 1.0: a target is an object or a list.
  const value = nodes.find(({ pointer }) => !isContainer(valueAt(run.document, pointer)));
  if (value === undefined) return nodes;
  const message = `\`${target}\` selects ${value.pointer}, which is neither an object nor a list`;
  return complain(run, { code: 'GH152', at, message, fix: 'select the object that holds it' });
}

function isContainer(json: unknown): boolean {
  return isJsonObject(json) || isJsonArray(json);
}
