import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { SlicingArgument } from './slicing-arguments.ts';

/** A document that passed `prepare`. */
export interface PreparedDocument {
  readonly text: string;
  /** SHA-256 of the text: 64 lower-case hexadecimal digits. */
  readonly hash: string;
  /** The same object for the same text as long as it is remembered. */
  readonly document: DocumentNode;
  /** What `admit` looks at, found once. */
  readonly slicingArguments: ReadonlyMap<OperationDefinitionNode, readonly SlicingArgument[]>;
}
