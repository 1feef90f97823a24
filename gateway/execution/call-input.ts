import type { BoundCall, JoinKeys } from '../binding/index.ts';
import type { Json } from '../contract/index.ts';
import { callSources, fillTemplate, isPresent, LEFT_OUT, NO_CALL } from './fill-template.ts';
import type { Sources } from './read-source.ts';
import { isJsonObject } from './row.ts';

/** The values of one call, by the contract's names; not yet encoded. */
export interface CallInput {
  readonly parameters: Readonly<Record<string, Json>>;
  readonly body: Json | undefined;
}

/**
 * Fills the templates of a call.
 * @throws GatewayError UNAUTHENTICATED, FORBIDDEN or BAD_USER_INPUT, before anything is sent.
 */
export function callInput(call: BoundCall, sources: Sources): CallInput | typeof NO_CALL {
  const parameters: [string, Json][] = [];
  for (const { name, value } of call.parameters) {
    const filled = fillTemplate(value, callSources(sources, 'parameter'));
    if (filled === NO_CALL) return NO_CALL;
    if (filled !== LEFT_OUT && filled !== null) parameters.push([name, filled]);
  }
  const body = call.body === undefined ? LEFT_OUT : fillTemplate(call.body, callSources(sources, 'body'));
  if (body === NO_CALL) return NO_CALL;
  return { parameters: Object.fromEntries(parameters), body: isPresent(body) ? body : undefined };
}

/** The input of a join's call, with one chunk of keys where the contract takes them. */
export function withKeys(input: CallInput, into: JoinKeys['into'], keys: readonly Json[]): CallInput {
  if (into.kind === 'parameter') return { ...input, parameters: { ...input.parameters, [into.name]: keys } };
  return { ...input, body: placed(input.body, into.path, keys) };
}

/** A copy of `json` with a value at a path of property names. */
function placed(json: Json | undefined, [name, ...rest]: readonly string[], value: Json): Json {
  if (name === undefined) return value;
  const object = isJsonObject(json) ? json : {};
  return { ...object, [name]: placed(object[name], rest, value) };
}
