import {
  type ContractValidators,
  encodeRequest,
  isJsonMediaType,
  type Json,
  type Operation,
  type Parameter,
  type SchemaNode,
} from '#contract';
import { generateValue } from '../../mocks/generate-value.ts';
import { writeBody } from '../../mocks/write-body.ts';
import { writtenPath } from '../../mocks/written-path.ts';

/** A request as it is sent; its path begins below the contract's server. */
export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
}

/**
 * A request that keeps the contract of an operation: all required parameters, a body where there is one, and what the
 * first alternative of its security asks for. Equal seeds make equal requests.
 */
export function validRequest(
  operation: Operation,
  validators: ContractValidators,
  seed: string,
): SentRequest {
  const valueOf = (schema: SchemaNode | undefined, name: string): Json => {
    if (schema === undefined) return 'any';
    const made = generateValue(schema, {
      seed: `${seed} ${operation.coordinate} ${name}`,
      direction: 'request',
      check: (value) => validators.value(schema, value),
    });
    if ('reason' in made) throw new Error(`${operation.coordinate} ${name}: ${made.reason}`);
    return made.value;
  };
  const required = operation.parameters.filter((parameter) => parameter.required);
  const parameters = Object.fromEntries(
    required.map((parameter) => [keyOf(operation, parameter), valueOf(parameter.schema, parameter.name)]),
  );
  const { path, headers } = encodeRequest(withoutBody(operation), { parameters });
  const credentials = credentialsOf(operation);
  const query = credentials.query.map(([name, value]) => `${name}=${value}`);
  return {
    method: operation.method,
    path: query.length === 0 ? path : `${path}${path.includes('?') ? '&' : '?'}${query.join('&')}`,
    ...withBody(operation, { ...headers, ...credentials.headers }, (schema) => valueOf(schema, 'body')),
  };
}

/** Bodies of every media type are written here; and a `#` in a path would be taken for a fragment. */
function withoutBody(operation: Operation): Operation {
  const { templates } = writtenPath(operation);
  return { ...operation, path: templates.at(-1) ?? operation.path, requestBody: undefined };
}

function keyOf({ parameters }: Operation, { name, in: place }: Parameter): string {
  return parameters.filter((parameter) => parameter.name === name).length > 1 ? `${place}.${name}` : name;
}

function withBody(
  { requestBody }: Operation,
  headers: Readonly<Record<string, string>>,
  valueOf: (schema: SchemaNode | undefined) => Json,
): Pick<SentRequest, 'headers' | 'body'> {
  const declared = [...(requestBody?.content ?? [])];
  const [chosen] = [...declared.filter(([name]) => isJsonMediaType(name)), ...declared];
  if (chosen === undefined) return { headers, body: undefined };
  const [range, { schema, examples }] = chosen;
  const name = range.replace(/^\*\/\*$|^application\/\*$/, 'application/json').replace(/\/\*$/, '/plain');
  const [example] = examples;
  const isText = /^(?:text|image|audio|video)\/|octet-stream|pdf|zip/.test(name);
  const value = example ?? (schema === undefined && isText ? 'any' : valueOf(schema));
  const { mediaType, body } = writeBody(name, value, schema);
  return { headers: { ...headers, 'content-type': mediaType }, body };
}

interface Credentials {
  readonly headers: Record<string, string>;
  readonly query: [string, string][];
}

function credentialsOf({ contract, security: [requirement = []] }: Operation): Credentials {
  const credentials: Credentials = { headers: {}, query: [] };
  for (const { scheme } of requirement) {
    const { type, name, in: place, scheme: kind } = contract.securitySchemes.get(scheme) ?? {};
    if (type !== 'apiKey' || typeof name !== 'string') {
      const isBearer = type !== 'http' || typeof kind !== 'string' || kind.toLowerCase() === 'bearer';
      credentials.headers['authorization'] = isBearer ? 'Bearer token' : `${kind} dXNlcjpwYXNz`;
    } else if (place === 'query') credentials.query.push([encodeURIComponent(name), 'key']);
    else if (place === 'cookie') credentials.headers['cookie'] = `${name}=key`;
    else credentials.headers[name.toLowerCase()] = 'key';
  }
  return credentials;
}
