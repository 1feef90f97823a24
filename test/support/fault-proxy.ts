import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createFaultLane, type Lane } from './fault-lane.ts';
import type { Faults } from './faults.ts';
import { listenOn } from './listen-on.ts';

/** A TCP proxy in front of one address, whose faults are switched while it runs. */
export interface FaultProxy {
  readonly host: string;
  readonly port: number;
  readonly counters: Counters;
  /** These faults instead of those before, for all connections, old and new; resolves when they are in force. */
  set(this: void, faults: Faults): Promise<void>;
  /** No faults: whatever comes through from now on comes through well. */
  clear(this: void): Promise<void>;
  /** RST, in the middle of whatever goes on, to all who are connected. */
  resetAll(this: void): void;
  stop(this: void): Promise<void>;
}

export interface Counters {
  /** Connections taken, ever. */
  accepted: number;
  /** Connections now. */
  open: number;
  /** Connections that ended by an RST of ours. */
  reset: number;
  requestBytes: number;
  replyBytes: number;
}

interface Connection {
  readonly requests: Lane;
  readonly replies: Lane;
  /** By RST, on both sides. */
  reset(this: void): void;
  /** Whether it cannot go on, although nobody was told yet. */
  isBroken(): boolean;
  forget(): void;
}

/** @param to where everything goes that is not in the way of a fault */
export async function startFaultProxy(to: {
  readonly host?: string;
  readonly port: number;
}): Promise<FaultProxy> {
  const host = '127.0.0.1';
  const counters: Counters = { accepted: 0, open: 0, reset: 0, requestBytes: 0, replyBytes: 0 };
  const connections = new Set<Connection>();
  let faults: Faults = {};
  const server = createServer({ allowHalfOpen: true, noDelay: true }, take);
  const port = await listenOn(server);

  function take(near: Socket): void {
    counters.accepted += 1;
    if (faults.resetAfterBytes === 0) {
      counters.reset += 1;
      near.resetAndDestroy();
      return;
    }
    const connection = join(near, connect({ host, ...to, allowHalfOpen: true, noDelay: true }));
    connections.add(connection);
    counters.open += 1;
    near.once('close', () => {
      connections.delete(connection);
      counters.open -= 1;
    });
  }

  function join(near: Socket, far: Socket): Connection {
    const reset = () => {
      if (!near.destroyed) counters.reset += 1;
      near.resetAndDestroy();
      far.destroy();
    };
    const requests = createFaultLane({
      from: near,
      to: far,
      carries: 'requests',
      faults: () => faults,
      count: (bytes) => (counters.requestBytes += bytes),
      reset,
    });
    const replies = createFaultLane({
      from: far,
      to: near,
      carries: 'replies',
      faults: () => faults,
      count: (bytes) => (counters.replyBytes += bytes),
      reset,
    });
    let isForgotten = false;
    let isCutOff = false;
    far.on('error', () => {
      isCutOff = true;
      if (!isSilent(faults) && !isForgotten) reset();
    });
    near.on('error', () => far.destroy());
    near.once('close', () => far.destroy());
    const isBroken = () => !isForgotten && (isCutOff || requests.hasLost || replies.hasLost);
    const forget = () => {
      isForgotten = true;
      requests.forget();
      replies.forget();
    };
    return { requests, replies, reset, isBroken, forget };
  }

  async function set(next: Faults): Promise<void> {
    faults = next;
    for (const connection of connections) {
      if (next.down === true || next.resetAfterBytes === 0) connection.reset();
      else if (next.halfOpen === true) connection.forget();
      else if (!isSilent(next) && connection.isBroken()) connection.reset();
      connection.requests.faultsChanged();
      connection.replies.faultsChanged();
    }
    if (next.down === true && server.listening) await close(server);
    else if (next.down !== true && !server.listening) await listenOn(server, port);
  }

  return {
    host,
    port,
    counters,
    set,
    clear: () => set({}),
    resetAll: () => connections.forEach(({ reset }) => reset()),
    stop: () => set({ down: true }),
  };
}

const isSilent = ({ blackHole = false, stall = false }: Faults): boolean => blackHole || stall;

async function close(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}
