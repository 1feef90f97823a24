import { compilePattern } from './check-schema.ts';

/**
 * A repeat of nothing but a repeat, `(a+)+`, takes for ever to find out that a long text does not match. Nothing else of
 * the process would go on meanwhile.
 */
const ENDLESS = /\((?:\?:)?(?:\[(?:[^\]\\]|\\.)*\]|\\.|[^\\()[\]])[*+]\)[*+{]/;
const MAX_ENDLESS_LENGTH = 20;

/** As the contract's pattern, but long texts are not held to one that may never come to an end. */
export function guardedPattern(source: string): Pick<RegExp, 'test'> {
  const pattern = compilePattern(source);
  if (!ENDLESS.test(source)) return pattern;
  return { test: (text) => text.length > MAX_ENDLESS_LENGTH || pattern.test(text) };
}
