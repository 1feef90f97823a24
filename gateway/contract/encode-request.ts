import type { HttpMethod, Operation } from './contract.ts';
import type { EncodedBody } from './encode-body.ts';
import {
  encodeCookieParameter,
  encodeHeaderParameter,
  encodePathParameter,
  encodeQueryParameter,
} from './encode-parameter.ts';
import { refuse } from './parameter-shape.ts';
import { type ParameterSlot, planRequest, type RequestPlan } from './request-plan.ts';

export interface EncodedRequest {
  readonly method: HttpMethod;
  /** Percent-encoded, with its query, always starting with one `/`. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface RequestInput {
  /** By parameter name; `query.name` where two parameters share a name. Null and undefined are left out. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Undefined sends no body; null sends JSON's null. */
  readonly body?: unknown;
}

/**
 * One HTTP request for one operation. A value from a client can change what its parameter says and nothing else:
 * neither the path's segments, nor other parameters, nor headers.
 *
 * @throws GatewayError BAD_USER_INPUT naming the parameter whose value cannot be sent;
 *   TypeError where the caller leaves out what is required, or sends what the contract does not know;
 *   Error where the contract wants a body that is neither JSON nor a form.
 */
export function encodeRequest(operation: Operation, { parameters, body }: RequestInput): EncodedRequest {
  const plan = planRequest(operation);
  refuseUnknown(plan, parameters);
  const path = fillTemplate(plan, parameters);
  const query = plan.query.flatMap((slot) => encodeSlot(plan, slot, parameters, encodeQueryParameter));
  const cookies = plan.cookie.flatMap((slot) => encodeSlot(plan, slot, parameters, encodeCookieParameter));
  const headers = encodeHeaders(plan, parameters);
  if (cookies.length > 0) headers['cookie'] = cookies.join('; ');
  const encoded = encodeBody(plan, body);
  if (encoded !== undefined) headers['content-type'] = encoded.mediaType;
  const { method } = operation;
  return {
    method,
    path: query.length === 0 ? path : `${path}?${query.join('&')}`,
    headers,
    body: encoded?.text,
  };
}

function refuseUnknown({ keys, operation }: RequestPlan, parameters: RequestInput['parameters']): void {
  for (const key of Object.keys(parameters)) {
    if (!keys.has(key)) throw new TypeError(`${operation.coordinate} has no parameter ${key}.`);
  }
}

/** The value for a parameter; undefined when it is left out. */
function valueFor(
  { operation }: RequestPlan,
  { parameter, key }: ParameterSlot,
  parameters: RequestInput['parameters'],
): unknown {
  const value = Object.hasOwn(parameters, key) ? parameters[key] : undefined;
  if (value !== undefined && value !== null) return value;
  if (parameter.required) {
    throw new TypeError(`${operation.coordinate} needs the ${parameter.in} parameter ${parameter.name}.`);
  }
  return undefined;
}

/** Where a list or object came out empty, an optional parameter is left out, and a required one cannot be sent. */
function refuseEmpty({ parameter, key }: ParameterSlot): void {
  if (parameter.required) throw refuse(key, 'minItems');
}

function encodeSlot(
  plan: RequestPlan,
  slot: ParameterSlot,
  parameters: RequestInput['parameters'],
  encode: typeof encodeQueryParameter,
): readonly string[] {
  const value = valueFor(plan, slot, parameters);
  if (value === undefined) return [];
  const pieces = encode(slot.parameter, value, slot.key, plan.queryNames);
  if (pieces.length === 0) refuseEmpty(slot);
  return pieces;
}

function encodeHeaders(plan: RequestPlan, parameters: RequestInput['parameters']): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const slot of plan.header) {
    const value = valueFor(plan, slot, parameters);
    if (value === undefined) continue;
    const text = encodeHeaderParameter(slot.parameter, value, slot.key);
    if (text === undefined) refuseEmpty(slot);
    else headers[slot.parameter.name.toLowerCase()] = text;
  }
  return headers;
}

function fillTemplate(plan: RequestPlan, parameters: RequestInput['parameters']): string {
  return plan.segments.map((tokens) => `/${fillSegment(plan, tokens, parameters)}`).join('');
}

/**
 * Values that are harmless alone can make `..` together, or with the dot of a label; URL parsers take `%2E` for a
 * dot there as well (WHATWG URL, "double-dot URL path segment").
 */
function fillSegment(
  plan: RequestPlan,
  tokens: RequestPlan['segments'][number],
  parameters: RequestInput['parameters'],
): string {
  let filled: ParameterSlot | undefined;
  const text = tokens
    .map((token) => {
      if (typeof token === 'string') return token;
      filled ??= token;
      return encodePathParameter(token.parameter, valueFor(plan, token, parameters), token.key) ?? '';
    })
    .join('');
  if (filled !== undefined && /^(?:\.|%2e){0,2}$/i.test(text)) {
    throw refuse(filled.key, text === '' ? 'minItems' : 'pattern');
  }
  return text;
}

function encodeBody({ operation, writeBody }: RequestPlan, body: unknown): EncodedBody | undefined {
  const declared = operation.requestBody;
  if (body === undefined) {
    if (declared?.required === true) throw new TypeError(`${operation.coordinate} needs a body.`);
    return undefined;
  }
  if (declared === undefined) throw new TypeError(`${operation.coordinate} takes no body.`);
  if (writeBody === undefined) {
    const offered = [...declared.content.keys()].join(', ');
    throw new Error(`${operation.coordinate} takes ${offered}: only JSON and forms can be written.`);
  }
  return writeBody(body);
}
