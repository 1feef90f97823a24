import { types } from 'node:util';

/**
 * Jest runs tests in a realm of its own, so errors made by Node's core (ECONNREFUSED, ENOENT …) are not
 * `instanceof` the test's `Error`, and graphql-js reports `Unexpected error value: {}` where production reports
 * `connect ECONNREFUSED`. Subclasses keep their ordinary behaviour.
 */

const isOrdinaryInstance: (type: unknown, candidate: unknown) => boolean = Function.prototype.call.bind(
  Function.prototype[Symbol.hasInstance],
);

Object.defineProperty(Error, Symbol.hasInstance, {
  configurable: true,
  value(this: { readonly prototype: unknown }, candidate: unknown): boolean {
    return isOrdinaryInstance(this, candidate) || (this === Error && types.isNativeError(candidate));
  },
});
