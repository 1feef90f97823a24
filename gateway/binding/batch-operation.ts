import type { Contract, Operation } from '../contract/index.ts';
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
  const subject = foldName(operation.id.replace(/^(?:get|read|find|fetch|show|retrieve)/i, ''));
  const root = rootOf(operation);
  return candidatesIn(operation.contract).find(
    (candidate) =>
      keys.some((key) => isPluralOf(candidate.folded, key)) &&
      // `getProduct` and `listProductsByIds` speak of the same thing, as do operations below one path.
      ((subject !== '' && candidate.id.includes(subject)) || candidate.root === root),
  );
}

interface Candidate extends BatchOperation {
  /** The parameter's name. */
  readonly folded: string;
  /** The operation's id, folded. */
  readonly id: string;
  readonly root: string | undefined;
}

const known = new WeakMap<Contract, readonly Candidate[]>();

/** All parameters that take lists: a contract may have thousands, and a schema as many calls that want one. */
function candidatesIn(contract: Contract): readonly Candidate[] {
  const before = known.get(contract) ?? contract.operations.flatMap(candidatesOf);
  known.set(contract, before);
  return before;
}

function candidatesOf(operation: Operation): readonly Candidate[] {
  return operation.parameters.flatMap(({ name, schema }) => {
    if (schema === undefined || !isArray(schema)) return [];
    const id = foldName(operation.id);
    return [{ operation, parameter: name, folded: foldName(name), id, root: rootOf(operation) }];
  });
}

function rootOf({ path }: Operation): string | undefined {
  return path.split('/')[1];
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
