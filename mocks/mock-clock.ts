/** Time as the mocks know it. It enters by `main.ts` alone. */
export interface MockClock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Settles after so many milliseconds; rejects as soon as the signal aborts. */
  wait(delayMs: number, signal: AbortSignal): Promise<void>;
}
