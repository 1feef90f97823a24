import type { GraphQLError } from 'graphql';
import { type ErrorCode, GatewayError } from '../errors.ts';

/**
 * An operation that is refused with more to say than the catalogue's text: graphql-js's own errors, with their
 * locations. What of it a client may read is decided where it is presented.
 */
export class OperationRefused extends GatewayError {
  readonly errors: readonly GraphQLError[];

  constructor(code: ErrorCode, errors: readonly GraphQLError[]) {
    super(code);
    this.name = 'OperationRefused';
    this.errors = errors;
  }
}
