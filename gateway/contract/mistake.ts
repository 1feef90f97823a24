/** Something in a document that must be mended before it is used. */
export interface Mistake {
  /** What is wrong, and what repairs it. */
  readonly message: string;
  /** Where, in the translated document. */
  readonly pointer: string;
}
