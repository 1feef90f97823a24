import type { Clock } from '../../clock.ts';
import { GatewayError } from '../../errors.ts';

/**
 * What `work` gives, if that comes in time. It goes on all the same: others may wait for it longer.
 * @throws GatewayError SIGN_IN_UNAVAILABLE when it does not
 */
export async function withinTime<T>(
  clock: Pick<Clock, 'after'>,
  work: Promise<T>,
  limitMs: number,
): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const cancel = clock.after(limitMs, () => reject(new GatewayError('SIGN_IN_UNAVAILABLE')));
  try {
    return await Promise.race([work, late]);
  } finally {
    cancel();
  }
}
