import type { BoundCall } from '../binding/index.ts';
import { type EncodedRequest, encodeRequest } from '../contract/index.ts';
import type { CallInput } from './call-input.ts';
import { refusedValue, refuseMissing } from './refused-value.ts';
import type { Answer } from './row.ts';
import { sentParameters } from './sent-parameters.ts';

/** A request that is ready to go out. */
export interface PreparedCall {
  readonly call: BoundCall;
  readonly encoded: EncodedRequest;
  /** Equal for calls that are equal on the wire. */
  readonly identity: string;
  /** The values that were encoded, by the contract's names and in its types. */
  readonly parameters: Answer['parameters'];
}

/** @throws GatewayError BAD_USER_INPUT for what cannot be sent, naming the arguments. */
export function prepareCall(call: BoundCall, input: CallInput): PreparedCall {
  refuseMissing(call, input);
  const encoded = encode(call, input);
  const { method, path, headers, body } = encoded;
  const identity = JSON.stringify([call.operation.service, method, path, headers, body]);
  return { call, encoded, identity, parameters: sentParameters(call, input) };
}

function encode(call: BoundCall, { parameters, body }: CallInput): EncodedRequest {
  try {
    return encodeRequest(call.operation, body === undefined ? { parameters } : { parameters, body });
  } catch (error) {
    throw refusedValue(call, error);
  }
}
