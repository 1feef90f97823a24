import type { Operation } from '../contract/index.ts';
import { isArray } from './describe-schema.ts';
import { foldName } from './fold-name.ts';
import type { BoundCall } from './model.ts';

export interface BatchOperation {
  readonly operation: Operation;
  /** The parameter that takes the list of keys. */
  readonly parameter: string;
}

/** The operation of the same service that reads many of what this call reads one of, as far as names tell. */
export function findBatchOperation({ operation, parameters }: BoundCall): BatchOperation | undefined {
  const keys = parameters.flatMap(({ name, value }) => (value.kind === 'source' ? [foldName(name)] : []));
  for (const candidate of operation.contract.operations) {
    const parameter = candidate.parameters.find(
      ({ name, schema }) =>
        schema !== undefined && isArray(schema) && keys.some((key) => isPluralOf(foldName(name), key)),
    );
    if (parameter !== undefined && sharesSubject(candidate, operation))
      return { operation: candidate, parameter: parameter.name };
  }
  return undefined;
}

/** `ids` of `id` and of `productId`, `productIds` of `id` and of `productId`. */
function isPluralOf(plural: string, key: string): boolean {
  return (
    plural === key ||
    plural === `${key}s` ||
    plural.endsWith(`${key}s`) ||
    (plural === 'ids' && key.endsWith('id'))
  );
}

/** `getProduct` and `listProductsByIds` speak of the same thing, as do operations below one path. */
function sharesSubject(batch: Operation, single: Operation): boolean {
  const subject = foldName(single.id.replace(/^(?:get|read|find|fetch|show|retrieve)/i, ''));
  const singleRoot = single.path.split('/')[1];
  return (subject !== '' && foldName(batch.id).includes(subject)) || batch.path.split('/')[1] === singleRoot;
}
