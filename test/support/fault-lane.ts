import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Faults } from './faults.ts';

/** Above this, whoever sends has to wait: a fault must not fill the memory of the test. */
const MAX_UNDER_WAY_BYTES = 4 * 1024 * 1024;

export interface Lane {
  /** Whether bytes that were sent here are gone for good. */
  readonly hasLost: boolean;
  /** From now on nothing comes through, and nobody is told. */
  forget(): void;
  /** Other faults are in force: whoever waits looks again, and bytes are counted from here. */
  faultsChanged(): void;
}

/** What a lane needs to know of the connection that it is half of. */
export interface LaneEnds {
  readonly from: Socket;
  readonly to: Socket;
  readonly carries: 'requests' | 'replies';
  readonly faults: () => Faults;
  readonly count: (bytes: number) => void;
  readonly reset: () => void;
}

/** One direction of a connection. Order is kept, whatever the faults; bytes that are late do not make later ones later still. */
export function createFaultLane({ from, to, carries, faults, count, reset }: LaneEnds): Lane {
  let tail: Promise<void> = Promise.resolve();
  let underWay = 0;
  let passed = 0;
  let hasLost = false;
  let forgotten = false;
  let over = Promise.withResolvers<void>();
  const isReply = carries === 'replies';

  from.on('data', (chunk: Buffer) => {
    underWay += chunk.length;
    if (underWay > MAX_UNDER_WAY_BYTES) from.pause();
    const { latencyMs = 0, jitterMs = 0 } = isReply ? faults() : {};
    const dueAt = performance.now() + latencyMs + Math.random() * jitterMs;
    tail = tail.then(() => pass(chunk, dueAt)).catch(destroyBoth);
  });
  from.on('end', () => {
    tail = tail.then(end).catch(destroyBoth);
  });

  async function pass(chunk: Buffer, dueAt: number): Promise<void> {
    if (dueAt > performance.now()) await wait(dueAt - performance.now());
    const sliceBytes = (isReply && faults().sliceBytes) || chunk.length;
    for (let at = 0; at < chunk.length && !to.destroyed; at += sliceBytes)
      await send(chunk.subarray(at, at + sliceBytes));
    underWay -= chunk.length;
    if (underWay <= MAX_UNDER_WAY_BYTES) from.resume();
  }

  async function send(piece: Buffer): Promise<void> {
    await whileStalled();
    const now = faults();
    if (forgotten || now.blackHole === true) {
      hasLost = true;
      return;
    }
    if (!isReply) return write(piece);
    const { bytesPerSecond, resetAfterBytes = Infinity, limitBytes = Infinity } = now;
    if (bytesPerSecond !== undefined) await wait((piece.length / bytesPerSecond) * 1000);
    const room = Math.max(0, Math.min(resetAfterBytes, limitBytes) - passed);
    const allowed = piece.subarray(0, room);
    if (allowed.length > 0) await write(now.garbage === true ? randomBytes(allowed.length) : allowed);
    if (passed >= resetAfterBytes) reset();
    else if (passed >= limitBytes) breakOff();
  }

  async function write(piece: Buffer): Promise<void> {
    passed += piece.length;
    count(piece.length);
    if (to.write(piece) || to.destroyed) return;
    await Promise.race([once(to, 'drain'), once(to, 'close')]);
  }

  async function end(): Promise<void> {
    await whileStalled();
    const { slowCloseMs = 0, blackHole } = faults();
    if (slowCloseMs > 0) await wait(slowCloseMs);
    if (forgotten || blackHole === true) hasLost = true;
    else to.end();
  }

  const isHeld = () => faults().stall === true && !forgotten && !to.destroyed;

  async function whileStalled(): Promise<void> {
    while (isHeld()) await over.promise;
  }

  function breakOff(): void {
    from.destroy();
    to.destroySoon();
  }

  function destroyBoth(): void {
    from.destroy();
    to.destroy();
  }

  return {
    get hasLost() {
      return hasLost;
    },
    forget() {
      forgotten = true;
    },
    faultsChanged() {
      passed = 0;
      over.resolve();
      over = Promise.withResolvers();
    },
  };
}
