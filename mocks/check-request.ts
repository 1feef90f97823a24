import {
  type ContractValidators,
  type DecodedParameters,
  decodeForm,
  decodeParameters,
  type Operation,
  responseFor,
  type Violation,
} from '#contract';
import { type AcceptedTokens, checkSecurity } from './check-security.ts';
import { coversType, essenceOf, isJsonType } from './choose-media-type.ts';
import type { Problem, ProblemError } from './present-problem.ts';
import { writtenPath } from './written-path.ts';

/** A request whose operation is known. */
export interface RequestOfOperation {
  readonly operation: Operation;
  /** Still percent-encoded. */
  readonly pathValues: Readonly<Record<string, string>>;
  readonly request: Request;
}

/**
 * What the contract objects to in a request, as the service would: credentials, then the form of the body, then
 * parameters, then the body's content. Undefined when it may be answered.
 */
export async function checkRequest(
  received: RequestOfOperation,
  validators: ContractValidators,
  tokens: AcceptedTokens = 'test',
): Promise<Problem | undefined> {
  const { operation, request } = received;
  const refusal = refuseCredentials(operation, request, tokens);
  if (refusal !== undefined) return refusal;
  const body = await readBody(operation, request);
  if (body.kind === 'unsupported') return presentUnsupported(operation);
  if (body.kind === 'malformed') return { status: 400, detail: 'The body is not JSON.' };
  const read = body.kind === 'read' ? { mediaType: body.mediaType, body: body.value } : {};
  const violations =
    body.kind === 'form'
      ? formViolations(received, validators, body.text)
      : violationsOf(received, validators, read);
  return presentViolations(
    operation,
    violations.filter(({ pointer }) => body.kind !== 'opaque' || !isOfBody(pointer)),
  );
}

/** The same before the body has been read: credentials, its media type, and parameters. */
export function checkHead(
  received: RequestOfOperation,
  validators: ContractValidators,
  tokens: AcceptedTokens = 'test',
): Problem | undefined {
  const { operation, request } = received;
  const refusal = refuseCredentials(operation, request, tokens);
  if (refusal !== undefined) return refusal;
  if (operation.requestBody !== undefined && !takesMediaType(operation, request))
    return presentUnsupported(operation);
  const violations = violationsOf(received, validators, {});
  return presentViolations(
    operation,
    violations.filter(({ pointer }) => !isOfBody(pointer)),
  );
}

/** What the contract objects to in a body that was read elsewhere. */
export function checkBody(
  received: RequestOfOperation,
  validators: ContractValidators,
  body: unknown,
): Problem | undefined {
  const mediaType = essenceOf(received.request.headers.get('content-type'));
  const read = mediaType === undefined || body === undefined ? {} : { mediaType, body };
  const violations = violationsOf(received, validators, read);
  return presentViolations(
    received.operation,
    violations.filter(({ pointer }) => isOfBody(pointer)),
  );
}

/** Whether the operation takes a body of the request's media type. */
export function takesMediaType({ requestBody }: Operation, { headers }: Pick<Request, 'headers'>): boolean {
  const mediaType = essenceOf(headers.get('content-type'));
  return (
    mediaType !== undefined &&
    [...(requestBody?.content.keys() ?? [])].some((range) => coversType(range, mediaType))
  );
}

function refuseCredentials(
  operation: Operation,
  request: Request,
  tokens: AcceptedTokens,
): Problem | undefined {
  const refusal = checkSecurity(operation, request, tokens);
  if (refusal === undefined) return undefined;
  const { status, detail, challenge } = refusal;
  return { status, detail, headers: { 'www-authenticate': challenge } };
}

function violationsOf(
  { operation, pathValues, request }: RequestOfOperation,
  validators: ContractValidators,
  read: { readonly mediaType?: string; readonly body?: unknown },
): readonly Violation[] {
  const url = new URL(request.url);
  const parameters = decodeParameters(operation, { url, headers: request.headers, pathValues });
  return [
    ...unknownParameters(operation, parameters),
    ...validators.request(operation, { parameters, ...read }),
  ];
}

/** Texts of a form are numbers or not as its schema says; where it says nothing, either is right. */
function formViolations(
  received: RequestOfOperation,
  validators: ContractValidators,
  text: string,
): readonly Violation[] {
  const schema = [...(received.operation.requestBody?.content ?? [])].find(
    ([name]) => essenceOf(name) === FORM,
  )?.[1].schema;
  const [strict = [], loose = []] = [false, true].map((isLoose) =>
    violationsOf(received, validators, { mediaType: FORM, body: decodeForm(schema, text, isLoose) }),
  );
  return loose.length < strict.length ? loose : strict;
}

const FORM = 'application/x-www-form-urlencoded';

type ReceivedBody =
  | { readonly kind: 'absent' | 'unsupported' | 'malformed' }
  /** Files: that they were sent is all that is checked. */
  | { readonly kind: 'opaque' }
  | { readonly kind: 'form'; readonly text: string }
  | { readonly kind: 'read'; readonly mediaType: string; readonly value: unknown };

async function readBody(operation: Operation, request: Request): Promise<ReceivedBody> {
  const text = await request.clone().text();
  if (text === '' || operation.requestBody === undefined) return { kind: 'absent' };
  const mediaType = essenceOf(request.headers.get('content-type'));
  if (mediaType === undefined || !takesMediaType(operation, request)) return { kind: 'unsupported' };
  if (mediaType === FORM) return { kind: 'form', text };
  if (!isJsonType(mediaType)) {
    return mediaType.startsWith('text/') ? { kind: 'read', mediaType, value: text } : { kind: 'opaque' };
  }
  try {
    return { kind: 'read', mediaType, value: JSON.parse(text) as unknown };
  } catch {
    return { kind: 'malformed' };
  }
}

export function presentUnsupported({ requestBody }: Operation): Problem {
  const accepted = [...(requestBody?.content.keys() ?? [])].join(', ');
  return { status: 415, detail: `This operation takes ${accepted}.`, headers: { accept: accepted } };
}

/** Whether the values in a path keep what the contract says about them. */
export function suitsPath(
  operation: Operation,
  pathValues: Readonly<Record<string, string>>,
  validators: ContractValidators,
): boolean {
  const url = new URL('http://localhost/');
  const parameters = decodeParameters(operation, { url, headers: new Headers(), pathValues });
  return !validators.request(operation, { parameters }).some(({ pointer }) => pointer.startsWith('/path/'));
}

/** A name that the contract does not know is a slip of the caller, unless it is that of a key or stands in the path. */
function unknownParameters(operation: Operation, { unknown }: DecodedParameters): readonly Violation[] {
  const schemes = [...operation.contract.securitySchemes.values()];
  const keys = new Set<unknown>(schemes.map(({ name }) => name));
  const { query, fragment } = writtenPath(operation);
  for (const [name] of [...query, ...fragment]) keys.add(name);
  return unknown
    .filter((name) => !keys.has(name))
    .map((name) => ({
      pointer: `/query/${name}`,
      rule: 'unknown',
      message: 'is no parameter of this operation',
    }));
}

const MAX_ERRORS = 50;

/** 400 for parameters and 422 for bodies, unless the contract declares only the other of the two. */
function presentViolations(operation: Operation, violations: readonly Violation[]): Problem | undefined {
  if (violations.length === 0) return undefined;
  const inBodyOnly = violations.every(({ pointer }) => isOfBody(pointer));
  const [usual, other] = inBodyOnly ? [422, 400] : [400, 422];
  const isOther = responseFor(operation, usual) === undefined && responseFor(operation, other) !== undefined;
  return {
    status: isOther ? other : usual,
    detail: `${inBodyOnly ? 'The body breaks' : 'Parameters break'} the contract of ${operation.coordinate}.`,
    errors: violations.slice(0, MAX_ERRORS).map(presentViolation),
  };
}

function presentViolation({ pointer, message, rule }: Violation): ProblemError {
  return { pointer: `#${pointer.replace(/^\/[^/]*/, '')}`, detail: message, rule };
}

function isOfBody(pointer: string): boolean {
  return /^\/body(?:\/|$)/.test(pointer);
}
