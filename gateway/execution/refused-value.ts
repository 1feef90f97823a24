import type { BoundCall } from '../binding/index.ts';
import { GatewayError } from '../errors.ts';
import { argumentsOf } from './argument-pointer.ts';
import type { CallInput } from './call-input.ts';

/** @throws GatewayError BAD_USER_INPUT when an argument is absent, or null, and the contract demands its value. */
export function refuseMissing(call: BoundCall, { parameters, body }: CallInput): void {
  const missing = call.parameters.filter(
    ({ name }) => isRequired(call, name) && !Object.hasOwn(parameters, name),
  );
  const templates = missing.map(({ value }) => value);
  if (body === undefined && call.body !== undefined && call.operation.requestBody?.required === true) {
    templates.push(call.body);
  }
  const fields = templates.flatMap(argumentsOf).map((pointer) => ({ pointer, reason: 'required' }));
  if (fields.length > 0) throw new GatewayError('BAD_USER_INPUT', { fields });
}

/**
 * What the encoder says about a parameter, said about the argument it came from. A value that came from another
 * service cannot be corrected by the client: UPSTREAM_REJECTED.
 */
export function refusedValue(call: BoundCall, error: unknown): GatewayError {
  const { service } = call.operation;
  if (!(error instanceof GatewayError)) return new GatewayError('INTERNAL_SERVER_ERROR', { service }, error);
  const fields = (error.detail.fields ?? []).flatMap(({ pointer, reason }) =>
    argumentsBehind(call, pointer).map((argument) => ({
      pointer: argument,
      ...(reason === undefined ? {} : { reason }),
    })),
  );
  if (fields.length === 0) return new GatewayError('UPSTREAM_REJECTED', { service }, error);
  return new GatewayError(error.code, { fields }, error);
}

/** `pointer` is `/` and the parameter's name. */
function argumentsBehind(call: BoundCall, pointer: string): string[] {
  const name = pointer.slice(1).replaceAll('~1', '/').replaceAll('~0', '~');
  return call.parameters.filter((it) => it.name === name).flatMap(({ value }) => argumentsOf(value));
}

/** By name, or `query.name` where parameters in different places share one. */
function isRequired({ operation }: BoundCall, name: string): boolean {
  return operation.parameters.some(
    (it) => it.required && (it.name === name || `${it.in}.${it.name}` === name),
  );
}
