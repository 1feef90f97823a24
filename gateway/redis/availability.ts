import type { Clock } from '../clock.ts';
import type { Logger } from '../observability/logger.ts';

/** What is known of Redis at the moment. It counts as away until it is heard of. */
export interface Availability {
  readonly isAvailable: boolean;
  availableForMs(): number;
  onAvailable(callback: () => void): () => void;
  markAvailable(): void;
  markAway(reason: string): void;
}

export function createAvailability(clock: Clock, log: Logger): Availability {
  const callbacks = new Set<() => void>();
  let since: number | undefined;
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
      log.info({}, 'Redis is available');
      callbacks.forEach((callback) => callback());
    },
    markAway(reason) {
      if (since === undefined) return;
      since = undefined;
      log.warn({ reason }, 'Redis is away');
    },
  };
}
