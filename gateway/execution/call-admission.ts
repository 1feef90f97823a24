import { GatewayError } from '../errors.ts';
import type { PreparedCall } from './prepare-call.ts';

/** Counts the calls that a resolver makes for one level. */
export interface CallAdmission {
  /**
   * Equal reads are one call; every write is one of its own.
   * @throws GatewayError FANOUT_EXCEEDED for a call too many
   */
  admit(prepared: PreparedCall, isWrite: boolean): void;
}

/** @param age how many changes the request has seen: what was read before one is read again after it */
export function createAdmission(max: number, age: () => number): CallAdmission {
  const reads = new Set<string>();
  let writes = 0;
  return {
    admit({ call, identity }, isWrite) {
      const read = `${age()} ${identity}`;
      if (!isWrite && reads.has(read)) return;
      if (reads.size + writes >= max) {
        const { service } = call.operation;
        throw new GatewayError('FANOUT_EXCEEDED', { service, limit: { name: 'atMost', max } });
      }
      if (isWrite) writes += 1;
      else reads.add(read);
    },
  };
}
