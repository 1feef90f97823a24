import { decodeJwt } from 'jose';
import type { Fault } from './fault.ts';

/** One request that a mocked service received, as `/__calls` shows it. */
export interface Call {
  /** When it arrived, ISO 8601. */
  readonly at: string;
  /** `catalog.getProduct`; null when the contract has nothing at this method and path. */
  readonly operation: string | null;
  readonly method: string;
  /** With its query, as it was sent. */
  readonly path: string;
  /** Null until it was answered, and for good when it never was. */
  readonly status: number | null;
  /** Names in lower case. Of `authorization` only scheme and subject are kept. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the request met; left out when it met none. */
  readonly fault?: Fault;
  /** JSON as a value, other text as a string; left out when there was none or it was long or binary. */
  readonly body?: unknown;
}

/** A call while it is served. */
export interface OpenCall {
  met(fault: Fault): void;
  received(body: unknown): void;
  answered(status: number): void;
}

export interface Calls {
  begin(call: Pick<Call, 'operation' | 'method' | 'path'> & { readonly headers: Headers }): OpenCall;
  list(): readonly Call[];
  clear(): void;
}

const MAX_CALLS = 1_000;

/** Remembers the last 1,000 calls, oldest first. */
export function createCalls(now: () => number): Calls {
  let calls: { -readonly [Key in keyof Call]: Call[Key] }[] = [];
  return {
    begin({ headers, ...rest }) {
      const call: (typeof calls)[number] = {
        at: new Date(now()).toISOString(),
        ...rest,
        status: null,
        headers: presentHeaders(headers),
      };
      calls.push(call);
      if (calls.length > MAX_CALLS) calls.shift();
      return {
        met(fault) {
          call.fault = fault;
        },
        received(body) {
          if (body !== undefined) call.body = body;
        },
        answered(status) {
          call.status = status;
        },
      };
    },
    list: () => calls,
    clear() {
      calls = [];
    },
  };
}

function presentHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    [...headers].map(([name, value]) => [name, name === 'authorization' ? withoutSecret(value) : value]),
  );
}

/** A test credential and a JSON Web Token keep their subject; of every other scheme what follows is the secret itself. */
function withoutSecret(authorization: string): string {
  const [scheme = '', rest = ''] = authorization.trim().split(/\s+/);
  const subject = scheme.toLowerCase() === 'test' ? rest : subjectIn(rest);
  return `${scheme} ${subject}`.trim();
}

function subjectIn(token: string): string {
  try {
    return decodeJwt(token).sub ?? '';
  } catch {
    return '';
  }
}
