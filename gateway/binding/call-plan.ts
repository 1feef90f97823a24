import type { ConstDirectiveNode } from 'graphql';
import type { Operation } from '../contract/index.ts';
import type { ArgumentUse } from './argument-use.ts';
import type { FieldSite } from './binding-scope.ts';

/** A call that one field makes, before what it carries is bound. */
export interface CallPlan {
  readonly site: FieldSite;
  /** `@rest` or `@join`. */
  readonly directive: ConstDirectiveNode;
  readonly operation: Operation;
  /** `shared`: one call for many parents, none of which it can read. */
  readonly parent: 'one' | 'shared';
  /** Where a join puts its keys; that place needs no value of its own. */
  readonly keys: KeysPlace | undefined;
  /** What goes into the call; a join's `on` and `match` have noted theirs already. */
  readonly used: ArgumentUse;
}

export type KeysPlace =
  | { readonly kind: 'parameter'; readonly name: string }
  /** Names of the contract, from the body down to the array; empty where the body is the array. */
  | { readonly kind: 'body'; readonly path: readonly string[] };
