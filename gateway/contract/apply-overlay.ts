import type { ContractOverlay, OverlayClaim, SourcePosition } from './contract.ts';
import { ContractError } from './contract-error.ts';
import { findTargets } from './find-targets.ts';
import { createOrigins } from './origins.ts';
import { complain, type OverlayRun } from './overlay-run.ts';
import type { Overlay, OverlayAction } from './parse-overlay.ts';
import type { SourceDocument } from './read-document.ts';
import { removeNodes } from './remove-nodes.ts';
import type { SelectedNode } from './select-nodes.ts';
import { updateNodes } from './update-nodes.ts';

export interface OverlaidDocument extends SourceDocument {
  readonly overlay: ContractOverlay;
}

/**
 * Changes a document in place, as it was published and before anything is translated. What the overlay put there is
 * located in the overlay from then on.
 *
 * @param file of the document
 * @throws ContractError with all actions that match nothing, or cannot be carried out.
 */
export function applyOverlay(source: SourceDocument, file: string, overlay: Overlay): OverlaidDocument {
  const origins = createOrigins();
  const run: OverlayRun = { file, document: source.json, overlay, origins, problems: [] };
  const claims = overlay.actions.flatMap((action) => applyAction(run, action) ?? []);
  if (run.problems.length > 0) throw new ContractError(run.problems);
  const locate = (pointer: string): SourcePosition => {
    const origin = origins.find(pointer);
    return (origin.file === 'overlay' ? overlay.source : source).locate(origin.pointer);
  };
  const pointers = origins.fromOverlay();
  return { json: source.json, locate, overlay: { file: overlay.file, claims, pointers } };
}

function applyAction(run: OverlayRun, action: OverlayAction): OverlayClaim | undefined {
  const nodes = findTargets(run, action);
  if (nodes === undefined) return undefined;
  const { update, target, description } = action;
  const isChanged =
    update === undefined ? removeAll(run, action, nodes) : updateNodes(run, action, update, nodes);
  return {
    position: run.overlay.source.locate(action.pointer),
    target,
    update,
    description,
    places: nodes.length,
    isGranted: !isChanged,
  };
}

function removeAll(
  run: OverlayRun,
  { pointer, target }: OverlayAction,
  nodes: readonly SelectedNode[],
): boolean {
  if (!nodes.some(({ location }) => location.length === 0)) {
    removeNodes(run.document, nodes, run.origins);
    return true;
  }
  const message = `\`${target}\` removes the whole contract`;
  complain(run, { code: 'GH152', at: pointer, message, fix: 'select a part of it' });
  return false;
}
