/** Answers that are given again when a request is repeated with its `Idempotency-Key`. */
export interface Replays {
  /**
   * The first answer to this key, also while it is still being made. Undefined when the key belongs to another request.
   * What `answer` throws, and an answer of 500 or more, is nobody's but the caller's: the next one tries again.
   */
  once(asked: AskedOnce, answer: () => Promise<Response>): Promise<Response | undefined>;
  clear(): void;
}

export interface AskedOnce {
  /** Caller, operation and key. */
  readonly key: string;
  /** Equal for equal requests. */
  readonly fingerprint: string;
}

interface Kept {
  readonly fingerprint: string;
  readonly answer: Promise<Response>;
}

const MAX_KEPT = 1_000;

/** Keeps the last 1,000 answers. */
export function createReplays(): Replays {
  const kept = new Map<string, Kept>();

  async function first(key: string, answer: () => Promise<Response>): Promise<Response> {
    try {
      const given = await answer();
      if (given.status >= 500) kept.delete(key);
      return given;
    } catch (error) {
      kept.delete(key);
      throw error;
    }
  }

  return {
    async once({ key, fingerprint }, answer) {
      const known = kept.get(key);
      if (known !== undefined) {
        return known.fingerprint === fingerprint ? (await known.answer).clone() : undefined;
      }
      const [oldest] = kept.keys();
      if (kept.size >= MAX_KEPT && oldest !== undefined) kept.delete(oldest);
      const given = first(key, answer);
      kept.set(key, { fingerprint, answer: given });
      return (await given).clone();
    },
    clear: () => kept.clear(),
  };
}
