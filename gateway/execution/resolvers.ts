import type { Json } from '../contract/index.ts';
import type { Logger } from '../observability/logger.ts';

/**
 * The functions that answer fields marked `@resolver`, by type and field. `npm run generate` writes a type for each
 * client that says exactly which there are, and what each takes and gives; it fits here.
 */
export type Resolvers = Readonly<Record<string, Readonly<Record<string, FieldResolver>>>>;

/**
 * Answers one field for all rows of a level.
 * @param rows as their service sent them; on root types, which stand for no row, one null
 * @param args coerced by the schema, with its defaults
 * @param context a `ResolverContext`, with the operations that the field names
 * @returns one value for each row, in their order, now or later. A value that is an Error, or a promise that fails, is
 *   an error of its row alone. A `GatewayError` tells the client its code; everything else is INTERNAL_SERVER_ERROR.
 */
export type FieldResolver = FieldAnswerer['answer'];

/** A method's parameters may be narrower than these, so that functions can say what they really take. */
interface FieldAnswerer {
  answer(rows: readonly unknown[], args: unknown, context: unknown): unknown;
}

/** What a resolver is given besides rows and arguments. */
export interface ResolverContext {
  /** By service and operation: `services.orders.getOrder({ id })`. Only what the field names in `calls`. */
  readonly services: unknown;
  /** Null for anonymous requests. */
  readonly viewer: ResolverViewer | null;
  /** The constants of the deployment. */
  readonly config: Readonly<Record<string, Json>>;
  readonly requestId: string;
  /** Aborts when the client goes away or the deadline passes; nothing is waited for after that. */
  readonly signal: AbortSignal;
  /** Milliseconds until the deadline. */
  remainingMs(): number;
  readonly log: Logger;
}

export interface ResolverViewer {
  readonly sub: string;
  readonly scopes: ReadonlySet<string>;
  readonly claims: Readonly<Record<string, unknown>>;
}
