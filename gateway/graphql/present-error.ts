import { GraphQLError, type GraphQLFormattedError, Kind } from 'graphql';
import { ERRORS, type ErrorCode, GatewayError, isErrorCode, type PublicDetail } from '../errors.ts';
import { OperationRefused } from '../gates/operation-refused.ts';
import { presentDetail } from './present-detail.ts';

export interface PresentSettings {
  /** True: nothing is told that the client did not send itself. */
  readonly production: boolean;
  /** Given to clients with failures of ours, so that they can name them. */
  readonly requestId: string | undefined;
}

/** graphql-js's and Apollo's own words about a request; everything else gets the catalogue's text. */
const REQUEST_CODES: ReadonlySet<string> = new Set<ErrorCode>([
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
]);
/** Messages with these codes name types, arguments and input fields. */
const REVEALING_CODES: ReadonlySet<string> = new Set<ErrorCode>([
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
]);
/** A message may quote the client's document, which may be one long name. */
const MAX_MESSAGE = 1_000;

/** The only shape in which an error leaves the process: a code of the catalogue, a text, and chosen details. */
export function presentError(error: unknown, settings: PresentSettings): GraphQLFormattedError {
  const { code, detail } = describeError(error);
  const requestId = code === 'INTERNAL_SERVER_ERROR' ? settings.requestId : undefined;
  return {
    message: presentMessage(error, code, settings),
    ...placeOf(error, settings.production && code === 'GRAPHQL_VALIDATION_FAILED'),
    extensions: { code, ...presentDetail(detail), ...(requestId === undefined ? {} : { requestId }) },
  };
}

/** The errors of an answer that consists of nothing else. */
export function presentRefusal(error: unknown, settings: PresentSettings): readonly GraphQLFormattedError[] {
  if (!(error instanceof OperationRefused)) return [presentError(error, settings)];
  // How many mistakes there are, and where, tells which names of a document exist.
  if (settings.production && error.code === 'GRAPHQL_VALIDATION_FAILED')
    return [presentError(error, settings)];
  return error.errors.map((inner) => presentError(withCode(inner, error.code), settings));
}

/** What to write into the log: the error that somebody threw, not its GraphQL wrapping. */
export function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError !== undefined
    ? causeOf(error.originalError)
    : error;
}

export function codeOf(error: unknown): ErrorCode {
  return describeError(error).code;
}

function describeError(error: unknown): { readonly code: ErrorCode; readonly detail: object } {
  const cause = causeOf(error);
  if (cause instanceof GatewayError) return { code: cause.code, detail: cause.detail };
  const extensions = error instanceof GraphQLError ? error.extensions : {};
  const code = extensions['code'];
  if (!isErrorCode(code))
    return { code: isAboutArgument(error) ? 'BAD_USER_INPUT' : 'INTERNAL_SERVER_ERROR', detail: {} };
  return { code, detail: { ...variableDetail(error), ...extensions } };
}

/** A null variable where the document's default was meant: valid, and noticed only when the field is executed. */
function isAboutArgument(error: unknown): boolean {
  const node =
    error instanceof GraphQLError && error.originalError === undefined ? error.nodes?.[0] : undefined;
  return node?.kind === Kind.VARIABLE || node?.kind === Kind.ARGUMENT || node?.kind === Kind.NULL;
}

/** graphql-js points at the definition of a variable that it could not coerce. */
function variableDetail(error: unknown): PublicDetail {
  const node = error instanceof GraphQLError ? error.nodes?.[0] : undefined;
  return node?.kind === Kind.VARIABLE_DEFINITION
    ? { fields: [{ pointer: `/variables/${node.variable.name.value}` }] }
    : {};
}

function presentMessage(error: unknown, code: ErrorCode, { production }: PresentSettings): string {
  const isAboutRequest = error instanceof GraphQLError && error.path === undefined && REQUEST_CODES.has(code);
  if (!isAboutRequest || (production && REVEALING_CODES.has(code))) return ERRORS[code].text;
  const { message } = error;
  return message.length <= MAX_MESSAGE ? message : `${message.slice(0, MAX_MESSAGE)}…`;
}

function placeOf(error: unknown, isHidden: boolean): Pick<GraphQLFormattedError, 'locations' | 'path'> {
  if (!(error instanceof GraphQLError) || isHidden) return {};
  const { locations, path } = error;
  return { ...(locations === undefined ? {} : { locations }), ...(path === undefined ? {} : { path }) };
}

function withCode(error: GraphQLError, code: ErrorCode): GraphQLError {
  const { message, nodes = null, source = null, positions = null } = error;
  return new GraphQLError(message, { nodes, source, positions, extensions: { code } });
}
