import { z } from 'zod';
import type { ConnectTo } from './credentials/remote-keys.ts';

/** How the mocks run. */
export interface MockSettings {
  /** Service n, by name and from 0, listens on this port + n; 0 takes free ones; undefined takes the contracts' own. */
  readonly firstPort: number | undefined;
  readonly host: string;
  /** Equal seeds make equal data. */
  readonly seed: number;
  /** Where the contracts are; the repository's own when undefined. */
  readonly schemas: string | undefined;
  /** Where the handlers are; the repository's own, for its own contracts, when undefined. Null for none. */
  readonly handlers: string | null | undefined;
  /** Every so many seconds the next planned event happens; 0 leaves it to `/__advance`. */
  readonly paceSeconds: number;
  /** Whose tokens are taken; without one they are believed. */
  readonly issuer: string | undefined;
  /** Where to connect for its keys instead. */
  readonly connectTo: ConnectTo | undefined;
  readonly watch: boolean;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
}

/** Everything that is wrong with the environment, one sentence each. */
export class SettingsError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'SettingsError';
    this.problems = problems;
  }
}

const MAX_PORT = 65_535;
const MAX_PACE_SECONDS = 86_400;
const DEFAULT_PACE_SECONDS = 10;

const ENVIRONMENT = z.object({
  MOCKS_PORT: wholeNumber(0, MAX_PORT).optional(),
  HOST: z.string().default('127.0.0.1'),
  MOCKS_SEED: wholeNumber(0, Number.MAX_SAFE_INTEGER).default(1),
  MOCKS_SCHEMAS: z.string().optional(),
  MOCKS_HANDLERS: z.string().optional(),
  MOCKS_PACE_SECONDS: wholeNumber(0, MAX_PACE_SECONDS).default(DEFAULT_PACE_SECONDS),
  OIDC_ISSUER: z.url({ protocol: /^https?$/, error: 'is an address: http://localhost:4100' }).optional(),
  OIDC_CONNECT_TO: connectTo().optional(),
  WATCH: z.enum(['0', '1', 'false', 'true'], { error: 'is 1 or 0' }).default('0'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'is fatal, error, warn, info, debug, trace or silent',
    })
    .default('info'),
});

/** Reads the environment; an empty variable counts as unset. Throws {@link SettingsError}. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): MockSettings {
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '');
  const result = ENVIRONMENT.safeParse(Object.fromEntries(given));
  if (!result.success) {
    throw new SettingsError(result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`));
  }
  const { MOCKS_PORT, HOST, MOCKS_SEED, MOCKS_SCHEMAS, MOCKS_HANDLERS, WATCH, LOG_LEVEL } = result.data;
  return {
    firstPort: MOCKS_PORT,
    host: HOST,
    seed: MOCKS_SEED,
    schemas: MOCKS_SCHEMAS,
    handlers: MOCKS_HANDLERS === 'none' ? null : MOCKS_HANDLERS,
    paceSeconds: result.data.MOCKS_PACE_SECONDS,
    issuer: result.data.OIDC_ISSUER,
    connectTo: result.data.OIDC_CONNECT_TO,
    watch: WATCH === '1' || WATCH === 'true',
    logLevel: LOG_LEVEL,
  };
}

export function wholeNumber(min: number, max: number): z.ZodType<number, string> {
  const error = `is a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,16}$/, { error })
    .transform(Number)
    .refine((value) => value >= min && value <= max, { error });
}

function connectTo(): z.ZodType<ConnectTo, string> {
  const error = 'is a host and a port: identity-provider:4100';
  return z
    .string()
    .regex(/^[\w.-]+:\d{1,5}$/, { error })
    .transform((text) => {
      const [host = '', port] = text.split(':');
      return { host, port: Number(port) };
    })
    .refine(({ port }) => port >= 1 && port <= MAX_PORT, { error });
}
