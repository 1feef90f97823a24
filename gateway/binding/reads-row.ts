import type { BoundCall, Source, Template } from './model.ts';

/** Does the call read the row that its field stands in, or the call which that row came from? */
export function readsRow(call: BoundCall): boolean {
  return readsParent(call) || readsCall(call);
}

/** Does the call differ from row to row? */
export function readsParent(call: BoundCall): boolean {
  return readsRoot(call, ['parent', 'key', 'item']);
}

/** Does the call differ where the rows of a level come from several calls? */
export function readsCall(call: BoundCall): boolean {
  return readsRoot(call, ['call']);
}

function readsRoot({ parameters, body }: BoundCall, roots: readonly Source['root'][]): boolean {
  return (
    parameters.some(({ value }) => templateReads(value, roots)) ||
    (body !== undefined && templateReads(body, roots))
  );
}

function templateReads(template: Template, roots: readonly Source['root'][]): boolean {
  if (template.kind === 'list') return template.items.some((item) => templateReads(item, roots));
  if (template.kind === 'object') return template.entries.some(({ value }) => templateReads(value, roots));
  return template.kind === 'source' && roots.includes(template.source.root);
}
