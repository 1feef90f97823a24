import type { BoundCall, JoinField, PlannedCall, RestField, Template } from '#binding';
import { presentNumber } from '../present-check.ts';

/** What a call asks, how often, and whose rows its answer is matched with. */
export function describeCall(planned: PlannedCall, parents: number): string {
  const { field, sharedWith } = planned;
  if (sharedWith !== undefined) return `made for ${sharedWith}`;
  switch (field.kind) {
    case 'rest':
      return describeRest(field, planned, parents);
    case 'join':
      return describeJoin(field, planned);
    case 'resolver':
      return 'in TypeScript';
  }
}

export function operationsOf({ field }: PlannedCall): string {
  const operations = field.kind === 'resolver' ? field.calls : [field.call.operation];
  return operations.map(({ coordinate }) => coordinate).join(', ');
}

function describeRest({ call, fanout }: RestField, { isWrite }: PlannedCall, parents: number): string {
  const often = isWrite ? 'a change' : parents > 1 ? oftenFor(fanout, parents) : '';
  return [often, describeSent(call)].filter((part) => part !== '').join('; ');
}

function oftenFor(fanout: number | undefined, parents: number): string {
  if (fanout === undefined) return 'once for all rows';
  const rows = `one call a row, for ${presentNumber(parents)} rows`;
  return fanout < parents ? `${rows} at most ${fanout}` : rows;
}

function describeJoin({ call, keys, match }: JoinField, planned: PlannedCall): string {
  const matched = match
    .map(({ row, source }) => `${row.path.join('.') || '$key'} = ${source.text}`)
    .join(', ');
  if (keys === undefined)
    return ['the whole list', describeSent(call), `matched by ${matched}`].filter(Boolean).join('; ');
  const into = keys.into.kind === 'parameter' ? keys.into.name : ['body', ...keys.into.path].join('.');
  const asked = `${presentNumber(planned.keys)} ${planned.keys === 1 ? 'key' : 'keys'}, ${keys.maxItems} a call`;
  return [asked, `${into}: ${presentTemplate(keys.item)}`, describeSent(call), `matched by ${matched}`]
    .filter((part) => part !== '')
    .join('; ');
}

/** `id: $args.id, body: $args.input` */
function describeSent({ parameters, body }: BoundCall): string {
  const sent = parameters.map(({ name, value }) => `${name}: ${presentTemplate(value)}`);
  return [...sent, ...(body === undefined ? [] : [`body: ${presentTemplate(body)}`])].join(', ');
}

function presentTemplate(template: Template): string {
  switch (template.kind) {
    case 'constant':
      return JSON.stringify(template.value);
    case 'source':
      return template.source.text;
    case 'list':
      return `[${template.items.map(presentTemplate).join(', ')}]`;
    case 'object':
      return `{ ${template.entries.map(({ name, value }) => `${name}: ${presentTemplate(value)}`).join(', ')} }`;
  }
}
