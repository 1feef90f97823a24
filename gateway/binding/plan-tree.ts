import type { CallUse, Counted } from './call-tally.ts';
import type { PlannedCall, PlannedField } from './document-plan.ts';

/** A planned field while the document is walked through: what its calls come to is known at the end. */
export interface PlanTree extends Omit<PlannedField, 'call' | 'rows' | 'fields'> {
  rows: number;
  call: PlanTreeCall | undefined;
  readonly fields: PlanTree[];
}

export interface PlanTreeCall extends Omit<PlannedCall, 'keys' | 'calls' | 'sharedWith'> {
  readonly use: CallUse;
}

/**
 * The fields that make calls or lead to some.
 * @param trees every field, those that stand in others after them
 */
export function finishTrees(
  trees: readonly PlanTree[],
  roots: readonly PlanTree[],
  counted: Counted,
): PlannedField[] {
  const planned = new Map<PlanTree, PlannedField>();
  for (const tree of trees.toReversed()) {
    const fields = tree.fields.flatMap((child) => planned.get(child) ?? []);
    if (tree.call === undefined && fields.length === 0) continue;
    planned.set(tree, { ...tree, call: tree.call && finishCall(tree.call, counted), fields });
  }
  return roots.flatMap((root) => planned.get(root) ?? []);
}

function finishCall({ use, ...call }: PlanTreeCall, counted: Counted): PlannedCall {
  const keys = use.demand.kind === 'keys' ? use.demand.keys : undefined;
  const calls = counted.perUse.get(use) ?? 0;
  return { ...call, keys, calls, sharedWith: counted.sharedWith.get(use)?.path };
}
