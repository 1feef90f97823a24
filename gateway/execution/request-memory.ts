import type { Answer } from './row.ts';

/** What one request has asked for, so that nothing is asked for twice. */
export interface RequestMemory {
  /** The answer to an equal call that was made before, or is under way; else what `send` gives. */
  once(identity: string, send: () => Promise<Answer>): Promise<Answer>;
  /** By wire text, the answers that hold the rows of keys which were asked with equal other arguments. */
  keysOf(identity: string): Map<string, Promise<Answer>>;
  /** A write may have changed everything: what was read before it is not true any more. */
  forget(): void;
}

export function createRequestMemory(): RequestMemory {
  const answers = new Map<string, Promise<Answer>>();
  const keys = new Map<string, Map<string, Promise<Answer>>>();
  return {
    once(identity, send) {
      const known = answers.get(identity);
      if (known !== undefined) return known;
      const answer = send();
      answers.set(identity, answer);
      return answer;
    },
    keysOf(identity) {
      const known = keys.get(identity) ?? new Map<string, Promise<Answer>>();
      keys.set(identity, known);
      return known;
    },
    forget() {
      answers.clear();
      keys.clear();
    },
  };
}
