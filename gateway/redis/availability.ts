import type { Clock } from '../clock.ts';
import type { Logger } from '../observability/logger.ts';

/** What is known of Redis at the moment. It counts as away until it is heard of. */
export interface Availability {
  readonly isAvailable: boolean;
  availableForMs(): number;
  onAvailable(callback: () => void): () => void;
  markAvailable(): void;
  /** Each time it goes away one line says so, also when it was never there. */
  markAway(reason: string): void;
  /** We left it, and that is no trouble. */
  leave(): void;
}

export function createAvailability(clock: Clock, log: Logger): Availability {
  const callbacks = new Set<() => void>();
  let since: number | undefined;
  let isToldAway = false;
  return {
    get isAvailable() {
      return since !== undefined;
    },
    availableForMs: () => (since === undefined ? 0 : clock.monotonicMs() - since),
    onAvailable(callback) {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    markAvailable() {
      if (since !== undefined) return;
      since = clock.monotonicMs();
      isToldAway = false;
      log.info({}, 'Redis is available');
      callbacks.forEach((callback) => callback());
    },
    markAway(reason) {
      since = undefined;
      if (isToldAway) return;
      isToldAway = true;
      log.warn({ reason }, 'Redis is away');
    },
    leave() {
      since = undefined;
      isToldAway = true;
    },
  };
}
