/** Something in a document that must be mended before it is used. */
export interface Mistake {
  /** What is wrong, and what repairs it. */
  readonly message: string;
  /** Where, in the translated document. */
  readonly pointer: string;
  /** What those do who read the document all the same; what stands at the pointer is left out when this is. */
  readonly mend?: Mend;
}

/** The smallest change with which a document with a mistake can be read. */
export type Mend =
  /** Readers can live with it. */
  | { readonly kind: 'keep' }
  | { readonly kind: 'remove'; readonly pointer: string }
  /** A schema that allows everything takes the place of what stands there. */
  | { readonly kind: 'allow-anything'; readonly pointer: string }
  | { readonly kind: 'rename'; readonly pointer: string; readonly name: string };

export const KEEP: Mend = { kind: 'keep' };
