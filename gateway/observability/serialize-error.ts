/** An error as a log line holds it: what it is, where it came from, and what caused it. */
export interface SerializedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  readonly stack?: string;
  readonly cause?: SerializedError;
  /** Of an AggregateError, the first ones. */
  readonly errors?: readonly SerializedError[];
}

/** A chain of causes longer than this is cut; a cyclic one ends here. */
const MAX_DEPTH = 6;
const MAX_ERRORS = 10;

/** Only these properties: an error may carry a whole request, with its cookies, in others. */
export function serializeError(thrown: unknown, depth = 0): SerializedError {
  if (!Error.isError(thrown)) return { type: typeof thrown, message: describeThrown(thrown) };
  const { name, message, stack, cause } = thrown;
  const code = 'code' in thrown ? thrown.code : undefined;
  return {
    type: name,
    message,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(stack === undefined ? {} : { stack }),
    ...(cause === undefined || depth >= MAX_DEPTH ? {} : { cause: serializeError(cause, depth + 1) }),
    ...(thrown instanceof AggregateError && depth < MAX_DEPTH
      ? { errors: thrown.errors.slice(0, MAX_ERRORS).map((inner) => serializeError(inner, depth + 1)) }
      : {}),
  };
}

function describeThrown(thrown: unknown): string {
  if (typeof thrown === 'string') return thrown;
  return thrown === null ? 'null' : `a thrown ${typeof thrown}`;
}
