import type { BoundCall, Template } from './model.ts';

/** Does the call differ from parent to parent? */
export function readsParent({ parameters, body }: BoundCall): boolean {
  return (
    parameters.some(({ value }) => templateReadsParent(value)) ||
    (body !== undefined && templateReadsParent(body))
  );
}

function templateReadsParent(template: Template): boolean {
  if (template.kind === 'list') return template.items.some(templateReadsParent);
  if (template.kind === 'object') return template.entries.some(({ value }) => templateReadsParent(value));
  return template.kind === 'source' && template.source.root === 'parent';
}
