import type { Redis as Client, Command } from 'ioredis';
import type { Clock } from '../clock.ts';

export const TIMED_OUT = 'Command timed out';

/**
 * Replaces how ioredis keeps its `commandTimeout`. When this process itself was held up, answers may lie unread: they
 * are read first, so that our own slowness does not look like an outage of Redis.
 */
export function limitCommands(client: Client, clock: Clock): void {
  const send = client.sendCommand.bind(client);
  client.sendCommand = (command, stream) => {
    command.setTimeout = (limitMs) => limit(command, limitMs, clock);
    return send(command, stream);
  };
}

function limit(command: Command, limitMs: number, clock: Clock): void {
  const cancel = clock.after(limitMs, () => setImmediate(() => command.reject(new Error(TIMED_OUT))));
  command.promise.then(cancel, cancel);
}
