import type { ASTNode } from 'graphql';
import type { FileContent } from '../contract/index.ts';
import type { FieldSite } from './binding-scope.ts';
import type { Wire } from './check-input-leaf.ts';

/** A GraphQL input value on its way into a contract. */
export interface InputPlace {
  readonly site: FieldSite;
  readonly wire: Wire;
  /** Where a body takes files; undefined elsewhere. */
  readonly files?: FileContent | undefined;
  /** What a person called it: `$args.input`, `ProductFilter.minPrice`. */
  readonly text: string;
  /** Where mistakes are shown. */
  readonly node: ASTNode | undefined;
}
