import { compilePattern } from './check-schema.ts';
import { longestTestable } from './longest-testable.ts';

export interface GuardedPattern {
  test(text: string): boolean;
  toString(): string;
}

/** As the contract's pattern, but long texts are not held to one that may never come to an end. */
export function guardedPattern(source: string): GuardedPattern {
  const pattern = compilePattern(source);
  const longest = longestTestable(source);
  return {
    test: (text) => text.length > longest || pattern.test(text),
    // The compiler of schemas takes patterns of one text for one pattern.
    toString: () => pattern.toString(),
  };
}
