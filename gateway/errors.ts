/**
 * The error catalogue: every code a client can meet, with the HTTP status of an answer that consists of
 * nothing else, the public text, whether asking again can help, and who has to act.
 *
 * Codes are never reused. `docs/errors.md` lists them; a test compares both ways.
 */
export interface ErrorEntry {
  /** HTTP status when the whole request is refused with this code. */
  readonly status: number;
  /** The only sentence about it that leaves the process. */
  readonly text: string;
  /** True when the same request may succeed later without a change. */
  readonly retryable: boolean;
  /** Who has to change something. */
  readonly actor: 'client' | 'user' | 'gateway' | 'service' | 'nobody';
}

export const ERRORS = {
  // The request itself
  BAD_REQUEST: { status: 400, retryable: false, actor: 'client', text: 'The request is malformed.' },
  GRAPHQL_PARSE_FAILED: {
    status: 400,
    retryable: false,
    actor: 'client',
    text: 'The document is not GraphQL.',
  },
  GRAPHQL_VALIDATION_FAILED: {
    status: 400,
    retryable: false,
    actor: 'client',
    text: 'The document does not fit the schema.',
  },
  OPERATION_RESOLUTION_FAILURE: {
    status: 400,
    retryable: false,
    actor: 'client',
    text: 'The document has no such operation.',
  },
  BAD_USER_INPUT: {
    status: 400,
    retryable: false,
    actor: 'client',
    text: 'A value in the request is not acceptable.',
  },
  DOCUMENT_NOT_TRUSTED: {
    status: 400,
    retryable: false,
    actor: 'client',
    text: 'Only registered documents are answered here.',
  },
  DOCUMENT_LIMIT_EXCEEDED: {
    status: 400,
    retryable: false,
    actor: 'client',
    text: 'The document is larger than is allowed.',
  },
  COST_LIMIT_EXCEEDED: {
    status: 400,
    retryable: false,
    actor: 'client',
    text: 'The operation costs more than is allowed.',
  },
  NOT_FOUND: { status: 404, retryable: false, actor: 'client', text: 'Nothing is served at this path.' },
  METHOD_NOT_ALLOWED: {
    status: 405,
    retryable: false,
    actor: 'client',
    text: 'This path does not answer that method.',
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    retryable: false,
    actor: 'client',
    text: 'The body is larger than is allowed.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    retryable: false,
    actor: 'client',
    text: 'This kind of body is not accepted.',
  },
  // Who asks
  CSRF_REJECTED: {
    status: 403,
    retryable: false,
    actor: 'client',
    text: 'Another site may have sent this; clients of ours send x-csrf: 1.',
  },
  UNAUTHENTICATED: { status: 401, retryable: false, actor: 'user', text: 'Sign in first.' },
  FORBIDDEN: { status: 403, retryable: false, actor: 'user', text: 'You may not see or do this.' },
  SIGN_IN_FAILED: {
    status: 400,
    retryable: false,
    actor: 'user',
    text: 'This sign-in cannot be completed; begin again.',
  },
  RATE_LIMITED: {
    status: 429,
    retryable: true,
    actor: 'client',
    text: 'Too many requests; wait before the next one.',
  },
  SESSIONS_UNAVAILABLE: {
    status: 503,
    retryable: true,
    actor: 'gateway',
    text: 'Who asks cannot be looked up at the moment; nobody was signed out.',
  },
  SIGN_IN_UNAVAILABLE: {
    status: 503,
    retryable: true,
    actor: 'gateway',
    text: 'The sign-in provider does not answer at the moment; nobody was signed out.',
  },
  // Ourselves
  DRAINING: { status: 503, retryable: true, actor: 'nobody', text: 'This process is stopping; ask again.' },
  DEADLINE_EXCEEDED: {
    status: 504,
    retryable: true,
    actor: 'nobody',
    text: 'The time for this request is used up.',
  },
  REQUEST_ABORTED: { status: 499, retryable: true, actor: 'nobody', text: 'The client went away.' },
  INTERNAL_SERVER_ERROR: {
    status: 500,
    retryable: true,
    actor: 'gateway',
    text: 'Something went wrong on our side.',
  },
  // What is behind us
  UPSTREAM_UNAVAILABLE: {
    status: 503,
    retryable: true,
    actor: 'service',
    text: 'A service cannot be reached.',
  },
  UPSTREAM_TIMED_OUT: {
    status: 504,
    retryable: true,
    actor: 'service',
    text: 'A service took too long to answer.',
  },
  UPSTREAM_FAILED: { status: 502, retryable: true, actor: 'service', text: 'A service failed.' },
  UPSTREAM_BUSY: {
    status: 503,
    retryable: true,
    actor: 'service',
    text: 'A service asks for fewer requests.',
  },
  UPSTREAM_NOT_FOUND: {
    status: 404,
    retryable: false,
    actor: 'client',
    text: 'A service does not know what was asked for.',
  },
  UPSTREAM_CONFLICT: {
    status: 409,
    retryable: false,
    actor: 'client',
    text: 'The change conflicts with the present state.',
  },
  UPSTREAM_REJECTED: {
    status: 502,
    retryable: false,
    actor: 'gateway',
    text: 'A service does not accept our request.',
  },
  UPSTREAM_ANSWER_TOO_LARGE: {
    status: 502,
    retryable: false,
    actor: 'service',
    text: 'A service sent more than is allowed.',
  },
  CONTRACT_VIOLATED: {
    status: 502,
    retryable: false,
    actor: 'service',
    text: 'A service broke its contract.',
  },
  FANOUT_EXCEEDED: {
    status: 200,
    retryable: false,
    actor: 'client',
    text: 'More calls than this field allows; later rows are left out.',
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERRORS, value);
}

/** What a client may read about a failure besides its code. Everything here is ours to tell. */
export interface PublicDetail {
  /** The service whose answer is missing, by its contract's name. */
  readonly service?: string;
  /** JSON pointers into the field's arguments that were refused. A reason is ours; a service's words never pass. */
  readonly fields?: readonly { readonly pointer: string; readonly reason?: string }[];
  /** JSON pointer into the answer that broke its contract. */
  readonly pointer?: string;
  /** The limit that was passed, and by which name. */
  readonly limit?: { readonly name: string; readonly max: number };
  /** Seconds after which asking again makes sense. */
  readonly retryAfterSeconds?: number;
}

/**
 * The one error class of the gateway. `message` is the catalogue's text, so that it can be shown;
 * what only operators may read goes into `cause` and the log.
 */
export class GatewayError extends Error {
  readonly code: ErrorCode;
  readonly detail: PublicDetail;

  constructor(code: ErrorCode, detail: PublicDetail = {}, cause?: unknown) {
    super(ERRORS[code].text, cause === undefined ? undefined : { cause });
    this.name = 'GatewayError';
    this.code = code;
    this.detail = detail;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }

  /** The outward form in `errors[].extensions` and in problem bodies. */
  get extensions(): Record<string, unknown> {
    return { code: this.code, ...this.detail };
  }
}
