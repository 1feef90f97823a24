import type {
  Contract,
  Json,
  JsonObject,
  MediaType,
  Operation,
  Parameter,
  RequestBody,
  ResponseContract,
  SchemaNode,
  SecurityRequirement,
} from './contract.ts';
import { dereferenceObject } from './dereference.ts';
import { extendPointer } from './json-pointer.ts';
import { isJsonArray, isJsonObject, stringsIn } from './json-value.ts';
import { type ListedOperation, listOperations } from './list-operations.ts';
import { resolveNode } from './resolve-node.ts';

/** The operations under `paths`, or the events under `webhooks`, of a document that was checked. */
export function createOperations(contract: Contract, under: 'paths' | 'webhooks'): readonly Operation[] {
  return listOperations(contract.document, under).map((listed) => createOperation(contract, listed, under));
}

function createOperation(
  contract: Contract,
  listed: ListedOperation,
  under: 'paths' | 'webhooks',
): Operation {
  const { key, method, pointer, json, pathItem } = listed;
  const fallback = under === 'webhooks' ? key : `${method} ${key}`;
  const id = typeof json['operationId'] === 'string' ? json['operationId'] : fallback;
  return {
    contract,
    service: contract.service,
    id,
    coordinate: `${contract.service}.${id}`,
    method,
    path: under === 'webhooks' ? '' : key,
    pointer,
    parameters: createParameters(contract, pathItem, listed),
    requestBody: createRequestBody(contract, listed),
    responses: createResponses(contract, listed),
    security: createSecurity(json['security'] ?? contract.document['security']),
    token: json['x-token'] === 'system' ? 'system' : 'user',
    extensions: Object.fromEntries(Object.entries(json).filter(([name]) => name.startsWith('x-'))),
  };
}

interface Owner {
  readonly pointer: string;
  readonly json: JsonObject;
}

const PLACES = ['path', 'query', 'header', 'cookie'] as const;
const STYLES = [
  'matrix',
  'label',
  'simple',
  'form',
  'spaceDelimited',
  'pipeDelimited',
  'deepObject',
] as const;
/** OpenAPI 3.1, 4.8.12: header parameters of these names are to be ignored; they are the gateway's own business. */
const OWN_HEADERS: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization']);

function createParameters(contract: Contract, ...owners: readonly Owner[]): readonly Parameter[] {
  const parameters = new Map<string, Parameter>();
  for (const owner of owners) {
    const list = owner.json['parameters'];
    for (const index of isJsonArray(list) ? list.keys() : []) {
      const parameter = createParameter(contract, extendPointer(owner.pointer, 'parameters', index));
      if (parameter.in === 'header' && OWN_HEADERS.has(parameter.name.toLowerCase())) continue;
      parameters.set(`${parameter.in} ${parameter.name}`, parameter);
    }
  }
  return [...parameters.values()];
}

function createParameter(contract: Contract, listedAt: string): Parameter {
  const { pointer, json } = objectAt(contract, listedAt);
  const place = PLACES.find((candidate) => candidate === json['in']) ?? 'query';
  const [content] = createContent(contract, json, pointer).values();
  const usual = place === 'query' || place === 'cookie' ? 'form' : 'simple';
  const style = STYLES.find((candidate) => candidate === json['style']) ?? usual;
  return {
    name: typeof json['name'] === 'string' ? json['name'] : '',
    in: place,
    required: json['required'] === true || place === 'path',
    schema: content === undefined ? schemaOf(contract, json, pointer) : content.schema,
    style: content === undefined ? style : 'content',
    explode: typeof json['explode'] === 'boolean' ? json['explode'] : style === 'form',
    allowReserved: json['allowReserved'] === true,
    pointer,
  };
}

function createRequestBody(contract: Contract, owner: Owner): RequestBody | undefined {
  if (owner.json['requestBody'] === undefined) return undefined;
  const { pointer, json } = objectAt(contract, extendPointer(owner.pointer, 'requestBody'));
  return { required: json['required'] === true, content: createContent(contract, json, pointer), pointer };
}

function createResponses(contract: Contract, owner: Owner): ReadonlyMap<string, ResponseContract> {
  const { responses } = owner.json;
  if (!isJsonObject(responses)) return new Map();
  const statuses = Object.keys(responses).filter((status) => !status.startsWith('x-'));
  return new Map(
    statuses.map((status) => {
      const { pointer, json } = objectAt(contract, extendPointer(owner.pointer, 'responses', status));
      const content = createContent(contract, json, pointer);
      return [status, { status, content, headers: createHeaders(contract, json, pointer), pointer }];
    }),
  );
}

function createHeaders(contract: Contract, json: JsonObject, pointer: string): ResponseContract['headers'] {
  const { headers } = json;
  if (!isJsonObject(headers)) return new Map();
  return new Map(
    Object.keys(headers).map((name) => {
      const header = objectAt(contract, extendPointer(pointer, 'headers', name));
      const [content] = createContent(contract, header.json, header.pointer).values();
      return [name, content === undefined ? schemaOf(contract, header.json, header.pointer) : content.schema];
    }),
  );
}

function createContent(
  contract: Contract,
  json: JsonObject,
  pointer: string,
): ReadonlyMap<string, MediaType> {
  const { content } = json;
  if (!isJsonObject(content)) return new Map();
  return new Map(
    Object.entries(content).map(([name, value]) => {
      const place = extendPointer(pointer, 'content', name);
      const mediaType = isJsonObject(value) ? value : {};
      const examples = createExamples(contract, mediaType, place);
      return [name, { schema: schemaOf(contract, mediaType, place), examples, pointer: place }];
    }),
  );
}

function createExamples(contract: Contract, json: JsonObject, pointer: string): readonly Json[] {
  if (json['example'] !== undefined) return [json['example']];
  const { examples } = json;
  if (!isJsonObject(examples)) return [];
  return Object.keys(examples).flatMap((name) => {
    const { value } = objectAt(contract, extendPointer(pointer, 'examples', name)).json;
    return value === undefined ? [] : [value];
  });
}

function createSecurity(security: Json | undefined): readonly SecurityRequirement[] {
  if (!Array.isArray(security)) return [];
  const alternatives = security
    .filter(isJsonObject)
    .map((demand) =>
      Object.entries(demand).map(([scheme, scopes]) => ({ scheme, scopes: stringsIn(scopes) })),
    );
  // `{}` among the alternatives makes all others optional: nothing is demanded.
  return alternatives.some((demand) => demand.length === 0) ? [] : alternatives;
}

function schemaOf(contract: Contract, json: JsonObject, pointer: string): SchemaNode | undefined {
  return json['schema'] === undefined ? undefined : resolveNode(contract, extendPointer(pointer, 'schema'));
}

function objectAt(contract: Contract, pointer: string): Owner {
  const found = dereferenceObject(contract.document, pointer);
  if (found === undefined) throw new TypeError(`${contract.service}#${pointer} holds no object.`);
  return found;
}
