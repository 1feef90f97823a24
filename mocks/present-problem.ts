import { STATUS_CODES } from 'node:http';

/** One mistake of a request, in the form of the example of RFC 9457. */
export interface ProblemError {
  /** `#/address/city` for a body, `#/limit` for a parameter. */
  readonly pointer: string;
  /** Plain words, without the value. */
  readonly detail: string;
  /** The JSON Schema keyword that was broken. */
  readonly rule: string;
}

/** What the mock itself has to say, as opposed to what the contract makes it say. */
export interface Problem {
  readonly status: number;
  readonly detail: string;
  /** The path of the request. */
  readonly instance?: string;
  readonly errors?: readonly ProblemError[];
  /** Sent with the answer; never part of its body. */
  readonly headers?: Readonly<Record<string, string>>;
}

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** The JSON of a problem as RFC 9457 describes it. */
export function problemJson({ status, detail, instance, errors }: Problem): Record<string, unknown> {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Unknown status',
    status,
    detail,
    ...(instance === undefined ? {} : { instance }),
    ...(errors === undefined ? {} : { errors }),
  };
}

/** The answer that carries a problem. */
export function presentProblem(problem: Problem): Response {
  return new Response(JSON.stringify(problemJson(problem)), {
    status: problem.status,
    headers: { ...problem.headers, 'content-type': PROBLEM_MEDIA_TYPE },
  });
}
