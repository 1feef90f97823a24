import type { Redis as Client } from 'ioredis';

/**
 * The one connection of a process to Redis. Nothing waits for it: a command that is not answered in time, or that is
 * given while Redis is known to be away, fails.
 */
export interface Redis {
  /**
   * Runs commands on the connection.
   * @throws GatewayError SESSIONS_UNAVAILABLE at once while Redis is away, after `commandTimeoutMs` when it does not
   * answer, and for every error that Redis itself gives
   */
  run<T>(commands: (client: Client) => Promise<T>): Promise<T>;
  /** For libraries that bring their own commands; `run` tells more about failures. */
  readonly client: Client;
  /** Whether the last that was heard of Redis was good. */
  readonly isAvailable: boolean;
  /** For how many milliseconds it has been available without a break; 0 while it is not. */
  availableForMs(): number;
  /** Called each time Redis is back after it was away; the returned function ends that. */
  onAvailable(callback: () => void): () => void;
  /** Connects; resolves when connected or when the first attempt failed. Never rejects: whoever runs a command is told. */
  start(): Promise<void>;
  /** Closes the connection; commands under way fail. */
  stop(): Promise<void>;
}
