/** Time and randomness enter here and nowhere else, so that tests can hold them still. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Monotonic milliseconds; only differences mean anything. */
  monotonicMs(): number;
  /** Calls back once after `delayMs`; the returned function cancels it. The timer keeps no process alive. */
  after(delayMs: number, callback: () => void): () => void;
}

export interface Randomness {
  /** A new identifier of 128 random bits, as 32 hexadecimal digits. */
  id(): string;
  /** Uniform in [0, 1). */
  fraction(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

export const systemRandomness: Randomness = {
  id: () => crypto.randomUUID().replaceAll('-', ''),
  fraction: () => Math.random(),
};
