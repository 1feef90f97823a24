/**
 * A repeat of nothing but a repeat, `(a+)+`, takes for ever to find out that a long text does not match. With something
 * between the two, `(-[a-z]+)*`, it does not. Nothing else of the process would go on meanwhile.
 */
const ENDLESS = /\((?:\?:)?(?:\[(?:[^\]\\]|\\.)*\]|\\.|[^\\()[\]])[*+]\)[*+{]/;
const MAX_ENDLESS_LENGTH = 20;

/** How many characters a text may have to be tried against a pattern; infinite unless the pattern may never come to an end. */
export function longestTestable(source: string): number {
  return ENDLESS.test(source) ? MAX_ENDLESS_LENGTH : Number.POSITIVE_INFINITY;
}
