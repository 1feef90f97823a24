import type { BoundCall } from '../binding/index.ts';
import { type DecodedParameters, inputNames, type Json, type Operation } from '../contract/index.ts';
import { GatewayError } from '../errors.ts';
import type { CallAdmission } from './call-admission.ts';
import type { CallInput } from './call-input.ts';
import { isThere } from './is-there.ts';
import { type PreparedCall, prepareCall } from './prepare-call.ts';
import type { Resolving } from './resolving.ts';
import { type Answer, asJson, isJsonObject } from './row.ts';

/** What the calls of one resolver for one level have in common. */
export interface TypedCalls extends Resolving {
  readonly admission: CallAdmission;
}

/** `{ id, body }` as parameters by the encoder's names, and a body; what is undefined is left out. */
export function splitInput(operation: Operation, input: unknown): CallInput {
  const names = inputNames(operation);
  const given = Object.entries(isJsonObject(input) ? input : {}).filter(([, value]) => value !== undefined);
  const parameters = given.flatMap(([name, value]) =>
    name === 'body' ? [] : [[names.get(name)?.key ?? name, value] as const],
  );
  const body = given.find(([name]) => name === 'body')?.[1];
  return {
    parameters: Object.fromEntries(parameters),
    body: body === undefined ? undefined : withoutUndefined(body),
  };
}

/** As it would be sent: what TypeScript may leave undefined is absent in JSON. */
function withoutUndefined(body: Json): Json | undefined {
  return asJson(JSON.parse(JSON.stringify(body)));
}

/** @throws GatewayError UPSTREAM_REJECTED for what the contract does not take */
export function prepareTypedCall(operation: Operation, input: CallInput, calls: TypedCalls): PreparedCall {
  const call: BoundCall = { operation, parameters: [], body: undefined };
  const prepared = prepareCall(call, input);
  refuseInvalid(prepared, input, calls);
  return prepared;
}

/**
 * Sends one call and gives back its successful answer.
 * @throws GatewayError FANOUT_EXCEEDED, or what the service's answer or silence means
 */
export async function sendTypedCall(
  prepared: PreparedCall,
  { run, admission }: TypedCalls,
  isWrite: boolean,
): Promise<Answer> {
  admission.admit(prepared, isWrite);
  const answer = await (isWrite ? run.write(prepared) : run.read(prepared));
  // Throws for every answer without success.
  isThere(answer, { call: prepared.call, missing: 'ERROR' }, {}, run);
  return answer;
}

/** The service would refuse it as well, and say less. */
function refuseInvalid({ call, encoded }: PreparedCall, input: CallInput, { field, run }: TypedCalls): void {
  const { operation } = call;
  const mediaType = encoded.headers['content-type'];
  const [violation] =
    run.validators.get(operation.service)?.request(operation, {
      parameters: placed(operation, input),
      ...(mediaType === undefined ? {} : { mediaType }),
      body: input.body,
    }) ?? [];
  if (violation === undefined) return;
  const cause = new Error(
    `${field.coordinate} calls ${operation.coordinate} with ${violation.rule} broken at ${violation.pointer}`,
  );
  throw new GatewayError('UPSTREAM_REJECTED', { service: operation.service }, cause);
}

function placed(operation: Operation, { parameters }: CallInput): DecodedParameters {
  const within = (place: string) =>
    Object.fromEntries(
      [...inputNames(operation).values()].flatMap(({ key, parameter }) => {
        const value = Object.hasOwn(parameters, key) ? parameters[key] : undefined;
        return parameter.in === place && value !== undefined && value !== null
          ? [[parameter.name, value] as const]
          : [];
      }),
    );
  return {
    path: within('path'),
    query: within('query'),
    header: within('header'),
    cookie: within('cookie'),
    unknown: [],
  };
}
