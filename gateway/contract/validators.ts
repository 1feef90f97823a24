import type { Contract, Operation, Parameter, RequestBody, SchemaNode } from './contract.ts';
import type { DecodedParameters } from './decode-parameters.ts';
import { extendPointer } from './json-pointer.ts';
import { kindsOf } from './kinds-of.ts';
import { isJsonMediaType, mediaTypeIn } from './media-type.ts';
import { distinctErrors, presentViolation, tellingError, type Violation } from './present-violation.ts';
import { responseFor } from './response-for.ts';
import { createSchemaCompiler, type SchemaCompiler } from './schema-compiler.ts';

export interface DecodedRequest {
  readonly parameters: DecodedParameters;
  /** The `Content-Type` header. */
  readonly mediaType?: string;
  /** Parsed JSON, the fields of a form, or text; absent when nothing was sent. */
  readonly body?: unknown;
}

export interface ContractValidators {
  /**
   * Undefined when the answer keeps the contract. An undeclared status is the rule `status`, an undeclared (or
   * missing) media type `content-type`; what is declared without a schema may be anything, and of other media
   * types than JSON only text and forms are looked into.
   */
  response(
    operation: Operation,
    status: number,
    mediaType: string | undefined,
    body: unknown,
  ): Violation | undefined;
  /** Everything wrong with a request: pointers like `/query/limit`, `/path/id`, `/body/rating`. */
  request(operation: Operation, decoded: DecodedRequest): readonly Violation[];
  /** A value against the schema as written, whatever `readOnly` and `writeOnly` say. */
  value(node: SchemaNode, value: unknown): Violation | undefined;
}

/**
 * Checks against one contract. Nothing is compiled before it is first needed.
 *
 * @throws ContractError (from the methods) when a schema cannot be compiled.
 */
export function createValidators(contract: Contract): ContractValidators {
  const responses = createSchemaCompiler(contract, 'response', false);
  const requests = createSchemaCompiler(contract, 'request', true);
  const values = createSchemaCompiler(contract, 'either', false);
  return {
    response: (operation, status, mediaType, body) =>
      checkResponse(responses, operation, status, mediaType, body),
    request: (operation, { parameters, mediaType, body }) => [
      ...operation.parameters.flatMap((parameter) => checkParameter(requests, parameter, parameters)),
      ...checkBody(requests, operation.requestBody, mediaType, body),
    ],
    value: (node, value) => firstViolation(values, node, value),
  };
}

function checkResponse(
  compiler: SchemaCompiler,
  operation: Operation,
  status: number,
  mediaType: string | undefined,
  body: unknown,
): Violation | undefined {
  const declared = responseFor(operation, status);
  if (declared === undefined) {
    return { pointer: '', rule: 'status', message: 'The contract declares no such status' };
  }
  const hasNoBody = operation.method === 'HEAD' || status === 204 || status === 304;
  if (hasNoBody || declared.content.size === 0) return undefined;
  const media = mediaType === undefined ? undefined : mediaTypeIn(declared.content, mediaType);
  if (mediaType === undefined || media === undefined) {
    return {
      pointer: '',
      rule: 'content-type',
      message: `must be ${[...declared.content.keys()].join(' or ')}`,
    };
  }
  if (media.schema === undefined || !isReadable(mediaType, media.schema, body)) return undefined;
  return firstViolation(compiler, media.schema, body);
}

function checkParameter(
  compiler: SchemaCompiler,
  { in: place, name, required, schema }: Parameter,
  parameters: DecodedParameters,
): readonly Violation[] {
  const pointer = extendPointer('', place, name);
  const values = parameters[place];
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value !== undefined) return schema === undefined ? [] : allViolations(compiler, schema, value, pointer);
  return required ? [{ pointer, rule: 'required', message: 'is required but missing' }] : [];
}

function checkBody(
  compiler: SchemaCompiler,
  declared: RequestBody | undefined,
  mediaType: string | undefined,
  body: unknown,
): readonly Violation[] {
  if (body === undefined) {
    return declared?.required === true
      ? [{ pointer: '/body', rule: 'required', message: 'is required but missing' }]
      : [];
  }
  if (declared === undefined) {
    return [{ pointer: '/body', rule: 'content-type', message: 'must not be there' }];
  }
  const media = mediaType === undefined ? undefined : mediaTypeIn(declared.content, mediaType);
  if (mediaType === undefined || media === undefined) {
    return [
      {
        pointer: '/body',
        rule: 'content-type',
        message: `must be ${[...declared.content.keys()].join(' or ')}`,
      },
    ];
  }
  if (media.schema === undefined || !isReadable(mediaType, media.schema, body)) return [];
  return allViolations(compiler, media.schema, body, '/body');
}

/** XML and binary bodies arrive as text or bytes, whatever object their schema describes: there is nothing to compare. */
function isReadable(mediaType: string, schema: SchemaNode, body: unknown): boolean {
  if (isJsonMediaType(mediaType)) return true;
  if (typeof body === 'string') return kindsOf(schema).has('string');
  return typeof body === 'object' && body !== null && !ArrayBuffer.isView(body);
}

function firstViolation(compiler: SchemaCompiler, schema: SchemaNode, value: unknown): Violation | undefined {
  const error = tellingError(compiler.check(schema, value));
  return error && presentViolation(error);
}

function allViolations(
  compiler: SchemaCompiler,
  schema: SchemaNode,
  value: unknown,
  at: string,
): readonly Violation[] {
  return distinctErrors(compiler.check(schema, value)).map((error) => presentViolation(error, at));
}
