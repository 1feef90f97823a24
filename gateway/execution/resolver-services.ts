import { GatewayError } from '../errors.ts';
import { createAdmission } from './call-admission.ts';
import type { Resolving } from './resolving.ts';
import { createTypedOperation } from './typed-operation.ts';

/**
 * `services.orders.getOrder`: the operations that a resolver names. To ask for any other fails with
 * INTERNAL_SERVER_ERROR, because nobody but the author of the resolver can do something about it.
 */
export function createResolverServices(resolving: Resolving): unknown {
  const { field, run } = resolving;
  const admission = createAdmission(field.atMost, () => run.changes());
  const operations = new Map(
    field.calls.map((operation) => [
      operation.coordinate,
      createTypedOperation(operation, { ...resolving, admission }),
    ]),
  );
  const refuse = (coordinate: string) => {
    const cause = new Error(`${field.coordinate} calls ${coordinate}, which it does not name in \`calls\``);
    return new GatewayError('INTERNAL_SERVER_ERROR', {}, cause);
  };
  return members((service) =>
    members((id) => {
      const operation = operations.get(`${service}.${id}`);
      if (operation === undefined) throw refuse(`${service}.${id}`);
      return operation;
    }),
  );
}

/** An object with a member of every name. `then` is not one: an object with it would be taken for a promise. */
function members(memberOf: (name: string) => unknown): object {
  return new Proxy(Object.freeze({}), {
    get: (_, name) => (typeof name === 'symbol' || name === 'then' ? undefined : memberOf(name)),
  });
}
