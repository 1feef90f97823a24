import { z } from 'zod';
import { parseAllowedOrigin } from './options/allowed-origin.ts';
import { RATE_LIMITS, type RateLimits } from './options/rate-limits.ts';
import { parseTrustedProxy } from './options/trusted-proxies.ts';

/** Every choice a deployment has. `resolveOptions` checks them once, and gives each its default. */
export interface GatewayOptions {
  /**
   * Whether real users are served. Turns on: trusted documents only, sampled instead of complete validation of
   * answers, a pause before a stopping process refuses connections; turns off: GraphiQL and introspection.
   * @default false
   */
  readonly production?: boolean;
  /**
   * Address that clients are served on. `0.0.0.0` in a container; anything but loopback is reachable by others.
   * @default '127.0.0.1'
   */
  readonly host?: string;
  /** Range 0–65_535; 0 takes a free one. @default 0 */
  readonly port?: number;
  /**
   * Address of the operations port. It has no credentials: loopback or a private network only.
   * @default '127.0.0.1'
   */
  readonly operationsHost?: string;
  /** Range 0–65_535; 0 takes a free one. @default 0 */
  readonly operationsPort?: number;
  /**
   * Scheme, host and port that clients see. https turns Strict-Transport-Security on.
   * @default undefined // nobody said, and no Strict-Transport-Security
   */
  readonly publicOrigin?: string | undefined;
  /**
   * `only` refuses every document that is not registered (DOCUMENT_NOT_TRUSTED), without parsing it.
   * `allow` also parses documents that clients send, within `documentLimits`.
   * @default 'only' in production, else 'allow'
   */
  readonly trustedDocuments?: 'only' | 'allow' | undefined;
  /**
   * How long one request may take, from its headers to its answer. Range 50–30_000 milliseconds.
   * A client may shorten it with `x-deadline-ms`. Passed: DEADLINE_EXCEEDED, and calls of services end.
   * @default 3_000 // 3 seconds
   */
  readonly deadlineMs?: number;
  /**
   * How long a stopping process still takes connections while `/readyz` already says 503, so that load balancers
   * can notice. Range 0–60_000 milliseconds; less than their probe interval refuses connections of users.
   * @default 2_000 in production, else 0
   */
  readonly drainDelayMs?: number | undefined;
  /**
   * How long requests in flight may take to finish after that. Range 0–300_000 milliseconds; what is left is cut off.
   * @default 10_000 // 10 seconds
   */
  readonly drainMs?: number;
  /** The longest body of a request. Range 1_000–10_000_000 bytes. Passed: PAYLOAD_TOO_LARGE. @default 100_000 */
  readonly maxBodyBytes?: number;
  /**
   * How many answers of services are checked against their contracts: all, or a fraction from 0 to 1.
   * An answer that is not checked and breaks its contract shows as odd data instead of CONTRACT_VIOLATED.
   * @default 0.01 in production, else 'always'
   */
  readonly validateAnswers?: 'always' | number | undefined;
  /** What one document and one operation may hold at most; see each. */
  readonly documentLimits?: Partial<DocumentLimits>;
  /** What sockets of clients may do; see each. */
  readonly connections?: Partial<ConnectionLimits>;
  /** How much may be asked for in a minute; see each. */
  readonly rates?: Partial<RateLimits>;
  /**
   * The proxies in front: addresses, networks (`10.0.0.0/8`), `loopback`. A client's address is the last one of
   * X-Forwarded-For that is none of them; of everybody else nothing forwarded is believed.
   * @default [] // whoever connects is the client
   */
  readonly trustedProxies?: readonly string[];
  /**
   * Origins besides our own whose pages may read answers (CORS), and send credentials.
   * @default [] // nobody, and no CORS header
   */
  readonly allowedOrigins?: readonly string[];
}

/** See `DocumentLimits.maxSlice`. */
export const DEFAULT_MAX_SLICE = 100;

/**
 * What one document and one operation may hold. Counts are as execution would meet them: through named and inline
 * fragments, as often as they are spread, whatever `@skip` and `@include` say. Unless another code is named, whoever
 * passes a limit is refused with DOCUMENT_LIMIT_EXCEEDED, before validation and before any call.
 */
export interface DocumentLimits {
  /**
   * Lexical tokens of the text; parsing stops there. Bounds everything that comes after it.
   * Range 100–20_000. @default 2_000
   */
  readonly maxTokens: number;
  /** Fields inside fields. A deeper screen wants a field of its own in the schema. Range 1–100. @default 10 */
  readonly maxDepth: number;
  /**
   * The same from `__schema` and `__type` on, which reach no service; tools ask 10 to 16 deep.
   * Production refuses introspection whatever its depth. Range 1–100. @default 20
   */
  readonly maxIntrospectionDepth: number;
  /** Fields with an alias. Range 0–10_000. @default 15 */
  readonly maxAliases: number;
  /** Directives on anything. Range 0–10_000. @default 50 */
  readonly maxDirectives: number;
  /** Fields of the operation's root type. Range 1–10_000. @default 20 */
  readonly maxRootFields: number;
  /**
   * How often one response name, or fragments' names together, may be written in the text; three names may be written
   * so often, or more of them less often. Validation compares what has one name in pairs, so this bounds how long a
   * document can keep the process busy. Range 10–1_000. @default 150
   */
  readonly maxRepeats: number;
  /** Lists and objects inside each other in one value or type of the text. Range 2–200. @default 32 */
  readonly maxValueDepth: number;
  /** Mistakes that validation looks for before it gives up. Range 1–100. @default 10 */
  readonly maxErrors: number;
  /** Static cost by the IBM cost specification; COST_LIMIT_EXCEEDED. Range 1–10_000_000. @default 5_000 */
  readonly maxCost: number;
  /** The greatest value of a slicing argument (`first`); BAD_USER_INPUT. Range 1–1_000. @default 100 */
  readonly maxSlice: number;
  /** Lists and objects inside each other in variables and extensions; BAD_USER_INPUT. Range 4–1_000. @default 64 */
  readonly maxInputDepth: number;
  /**
   * Free documents that are remembered; the one used longest ago is forgotten first. Trusted documents are always
   * remembered. Fewer cost processor time, more cost memory. Range 1–100_000. @default 1_000
   */
  readonly maxDocuments: number;
  /**
   * Characters of all remembered texts together; parsed, a text takes about two hundred times its size in memory.
   * Range 1_000–100_000_000. @default 250_000
   */
  readonly maxCharacters: number;
}

export interface ConnectionLimits {
  /**
   * How long an idle connection stays open. Range 1_000–600_000 milliseconds. Must be longer than the idle time of
   * the proxy in front (nginx and most load balancers: 60 s), else the proxy sends into a closing connection.
   * @default 65_000 // 65 seconds
   */
  readonly keepAliveTimeoutMs: number;
  /** How long a request's headers may take to arrive. Range 100–120_000 milliseconds; then HTTP 408. @default 10_000 */
  readonly headersTimeoutMs: number;
  /** How long a whole request may take to arrive; at least `headersTimeoutMs`. Range 100–600_000 milliseconds. @default 30_000 */
  readonly requestTimeoutMs: number;
  /** All headers of a request together. Range 1_024–65_536 bytes; then HTTP 431. @default 16_384 */
  readonly maxHeaderBytes: number;
  /** Open at a time; further ones are closed at once. Range 1–1_000_000. @default 10_000 */
  readonly maxConnections: number;
  /** Answered on one connection before it is closed, so that load spreads again. Range 1–10_000_000. @default 10_000 */
  readonly maxRequestsPerConnection: number;
}

type Resolved<T> = { readonly [Name in keyof T]-?: Exclude<T[Name], undefined> };

/** Options with every default in place; frozen, all the way down. */
export interface GatewaySettings
  extends Resolved<Omit<GatewayOptions, 'publicOrigin' | 'documentLimits' | 'connections' | 'rates'>> {
  readonly publicOrigin: string | undefined;
  readonly documentLimits: DocumentLimits;
  readonly connections: ConnectionLimits;
  readonly rates: RateLimits;
}

/** Every option that is wrong, at once. */
export class OptionsError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The options have ${problems.length} mistake(s):\n${problems.map((line) => `  ${line}`).join('\n')}`,
    );
    this.name = 'OptionsError';
    this.problems = problems;
  }
}

/** @throws OptionsError with every problem. */
export function resolveOptions(options: GatewayOptions): GatewaySettings {
  const resolved = SETTINGS.safeParse(options);
  if (!resolved.success) throw new OptionsError(resolved.error.issues.map(describeIssue));
  return deepFreeze(resolved.data);
}

const whole = (min: number, max: number) => z.int().min(min).max(max);
const port = whole(0, 65_535).default(0);

/** A list whose entries `parse` takes, with its reason where it does not. */
function listOf(parse: (text: string) => string) {
  const entry = z.string().superRefine((text, context) => {
    try {
      parse(text);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
    }
  });
  return z.array(entry).readonly().default([]);
}

type Shape<T> = Record<keyof T, z.ZodType>;

const DOCUMENT_LIMITS = z.strictObject({
  maxTokens: whole(100, 20_000).default(2_000),
  maxDepth: whole(1, 100).default(10),
  maxIntrospectionDepth: whole(1, 100).default(20),
  maxAliases: whole(0, 10_000).default(15),
  maxDirectives: whole(0, 10_000).default(50),
  maxRootFields: whole(1, 10_000).default(20),
  maxRepeats: whole(10, 1_000).default(150),
  maxValueDepth: whole(2, 200).default(32),
  maxErrors: whole(1, 100).default(10),
  maxCost: whole(1, 10_000_000).default(5_000),
  maxSlice: whole(1, 1_000).default(DEFAULT_MAX_SLICE),
  maxInputDepth: whole(4, 1_000).default(64),
  maxDocuments: whole(1, 100_000).default(1_000),
  maxCharacters: whole(1_000, 100_000_000).default(250_000),
} satisfies Shape<DocumentLimits>);

/** What limits are when nobody says otherwise. */
export const DEFAULT_LIMITS: DocumentLimits = Object.freeze(DOCUMENT_LIMITS.parse({}));

const CONNECTIONS = z
  .strictObject({
    keepAliveTimeoutMs: whole(1_000, 600_000).default(65_000),
    headersTimeoutMs: whole(100, 120_000).default(10_000),
    requestTimeoutMs: whole(100, 600_000).default(30_000),
    maxHeaderBytes: whole(1_024, 65_536).default(16_384),
    maxConnections: whole(1, 1_000_000).default(10_000),
    maxRequestsPerConnection: whole(1, 10_000_000).default(10_000),
  } satisfies Shape<ConnectionLimits>)
  .refine(({ headersTimeoutMs, requestTimeoutMs }) => headersTimeoutMs <= requestTimeoutMs, {
    path: ['headersTimeoutMs'],
    message: 'must not be longer than requestTimeoutMs',
  });

const SETTINGS = z
  .strictObject({
    production: z.boolean().default(false),
    host: z.string().min(1).default('127.0.0.1'),
    port,
    operationsHost: z.string().min(1).default('127.0.0.1'),
    operationsPort: port,
    publicOrigin: z.string().refine(isOrigin, 'must be an origin: scheme, host and port').optional(),
    trustedDocuments: z.enum(['only', 'allow']).optional(),
    deadlineMs: whole(50, 30_000).default(3_000),
    drainDelayMs: whole(0, 60_000).optional(),
    drainMs: whole(0, 300_000).default(10_000),
    maxBodyBytes: whole(1_000, 10_000_000).default(100_000),
    validateAnswers: z.union([z.literal('always'), z.number().min(0).max(1)]).optional(),
    documentLimits: DOCUMENT_LIMITS.prefault({}),
    connections: CONNECTIONS.prefault({}),
    rates: RATE_LIMITS.prefault({}),
    trustedProxies: listOf(parseTrustedProxy),
    allowedOrigins: listOf(parseAllowedOrigin),
  } satisfies Shape<GatewayOptions>)
  .transform(
    (given): GatewaySettings => ({
      ...given,
      publicOrigin: given.publicOrigin,
      trustedDocuments: given.trustedDocuments ?? (given.production ? 'only' : 'allow'),
      drainDelayMs: given.drainDelayMs ?? (given.production ? 2_000 : 0),
      validateAnswers: given.validateAnswers ?? (given.production ? 0.01 : 'always'),
    }),
  );

function describeIssue({ path, message }: z.core.$ZodIssue): string {
  return `${path.join('.') || 'options'}: ${message}`;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
