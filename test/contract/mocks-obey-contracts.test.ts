import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  createValidators,
  type EncodedRequest,
  encodeRequest,
  formatOf,
  type Json,
  loadContracts,
  type Operation,
  type Parameter,
  propertiesOf,
  type SchemaNode,
} from '#contract';
import { generateValue } from '../../mocks/generate-value.ts';
import { givenValue } from '../../mocks/given-value.ts';
import { isObject, readPointer } from '../../mocks/read-pointer.ts';
import { started } from '../support/leftovers.ts';
import { type MockServers, startMocks } from '../support/mock-servers.ts';

const contracts = await loadContracts(new URL('../../schemas/services/', import.meta.url));
const mocks = started(await startMocks({ handlers: 'none' }));
const shop = started(await startMocks());

/** No identifier, number or enum looks like this. */
const NOISE = '~'.repeat(300);

const operations = contracts.flatMap((contract) => contract.operations);
const table = (rows: readonly Operation[]) =>
  rows.map((operation) => [operation.coordinate, operation] as const);

test('every contract is mocked', () => {
  expect(Object.keys(mocks.urls)).toEqual(contracts.map(({ service }) => service));
});

describe('a valid request is answered as the contract says', () => {
  test.each(table(operations))('%s', async (_, operation) => {
    const answer = await send(operation, validRequest(operation), credentials(operation));
    const body = await readBody(answer);
    const mediaType = answer.headers.get('content-type') ?? undefined;
    expect([...operation.responses.keys()].filter((status) => status.startsWith('2'))).toContain(
      String(answer.status),
    );
    const validators = createValidators(operation.contract);
    expect(validators.response(operation, answer.status, mediaType, body)).toBeUndefined();
  });
});

/** What the shop's handlers refuse of the examples of its contracts, because of who asks or of what there is. */
const REFUSED: Readonly<Record<string, number>> = {
  'catalog.updateProduct': 403,
  'media.listUploads': 400,
  'media.putAvatar': 415,
  'media.putUploadBytes': 403,
  'media.uploadAsset': 415,
  'orders.cancelOrder': 409,
  'orders.listOrders': 400,
  'orders.recordOrderEvent': 409,
  'reviews.createReview': 409,
};

describe('the handlers of the shop answer a valid request of Mara as the contract says', () => {
  beforeEach(() => shop.reset());
  test.each(table(operations))('%s', async (coordinate, operation) => {
    const answer = await send(operation, validRequest(operation), credentials(operation), shop);
    const body = await readBody(answer);
    const refused = REFUSED[coordinate];
    expect([body, answer.ok ? undefined : answer.status]).toEqual([body, refused]);
    const validators = createValidators(operation.contract);
    const mediaType = answer.headers.get('content-type') ?? undefined;
    expect(validators.response(operation, answer.status, mediaType, body)).toBeUndefined();
  });
});

describe('without credentials a secured operation answers 401', () => {
  const secured = operations.filter(
    ({ security }) => security.length > 0 && security.every(({ length }) => length > 0),
  );
  test.each(table(secured))('%s', async (_, operation) => {
    const answer = await send(operation, validRequest(operation), {});
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^\w+ realm=/);
  });
});

describe('an invalid parameter is answered 400', () => {
  const refusable = operations.flatMap((operation) =>
    operation.parameters
      .filter(refusesNoise)
      .map((parameter) => [operation.coordinate, parameter.name, operation, parameter] as const),
  );
  test.each(refusable)('%s %s', async (_, name, operation, parameter) => {
    const answer = await send(operation, withNoise(operation, parameter), credentials(operation));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      errors: expect.arrayContaining([
        expect.objectContaining({ pointer: expect.stringMatching(`^#/${name}`) }),
      ]),
    });
  });
});

async function readBody(answer: Response): Promise<unknown> {
  const text = await answer.text();
  return answer.headers.get('content-type')?.includes('json') === true ? JSON.parse(text) : text;
}

function send(
  operation: Operation,
  request: EncodedRequest,
  { headers = {}, query = '' }: Credentials,
  { urls }: MockServers = mocks,
): Promise<Response> {
  const { method, path, body } = request;
  const signed = query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`;
  return fetch(`${urls[operation.service]}${signed}`, {
    method,
    headers: { ...request.headers, ...headers },
    body: body ?? filesFor(operation),
  });
}

/** What `encodeRequest` does not write: a form with a file, or a file alone. Null for every other operation. */
function filesFor({ requestBody }: Operation): Blob | FormData | null {
  const [entry] = requestBody?.content ?? [];
  if (entry === undefined) return null;
  const [mediaType, { schema }] = entry;
  if (mediaType.startsWith('image/')) return new Blob(['*'], { type: mediaType });
  if (mediaType !== 'multipart/form-data' || schema === undefined) return null;
  const form = new FormData();
  for (const [name, { node, required }] of propertiesOf(schema)) {
    if (formatOf(node) === 'binary') form.append(name, new Blob(['*'], { type: 'image/png' }));
    else if (required) form.append(name, fieldText(generated(node)));
  }
  return form;
}

function fieldText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Every parameter for which the contract gives a value, every other one that is required, and a body. */
function validRequest(operation: Operation): EncodedRequest {
  const wanted = operation.parameters.filter(
    (parameter) => parameter.required || givenFor(parameter, operation) !== undefined,
  );
  const parameters = Object.fromEntries(
    wanted.map((parameter) => [parameter.name, valueFor(parameter, operation)]),
  );
  const [media] = operation.requestBody?.content.values() ?? [];
  if (media === undefined) return encodeRequest(operation, { parameters });
  if (filesFor(operation) !== null) {
    return encodeRequest({ ...operation, requestBody: undefined }, { parameters });
  }
  return encodeRequest(operation, { parameters, body: media.examples[0] ?? generated(media.schema) });
}

function givenFor({ pointer }: Parameter, { contract: { document } }: Operation): Json | undefined {
  const declared = readPointer(document, pointer);
  return isObject(declared) ? givenValue(document, declared) : undefined;
}

function valueFor(parameter: Parameter, operation: Operation): Json {
  return givenFor(parameter, operation) ?? generated(parameter.schema);
}

function generated(schema: SchemaNode | undefined): Json {
  if (schema === undefined) return 'anything';
  const validators = createValidators(schema.contract);
  const made = generateValue(schema, {
    seed: 'test',
    direction: 'request',
    check: (value) => validators.value(schema, value),
  });
  if ('reason' in made) throw new Error(`${schema.pointer}: ${made.reason}`);
  return made.value;
}

function refusesNoise({ schema, in: place }: Parameter): boolean {
  if (schema === undefined || (place !== 'path' && place !== 'query')) return false;
  const validators = createValidators(schema.contract);
  return [NOISE, [NOISE]].every((value) => validators.value(schema, value) !== undefined);
}

function withNoise(operation: Operation, { name, in: place }: Parameter): EncodedRequest {
  const valid = validRequest(operation);
  const [path = '', query = ''] = valid.path.split('?');
  if (place === 'path') {
    const index = operation.path.split('/').findIndex((segment) => segment.includes(`{${name}}`));
    return { ...valid, path: path.split('/').with(index, NOISE).join('/') };
  }
  const others = new URLSearchParams(query);
  others.delete(name);
  return { ...valid, path: `${path}?${others.toString()}&${name}=${NOISE}` };
}

interface Credentials {
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
}

/** Whatever the first alternative asks for. */
function credentials({ contract, security: [requirement = []] }: Operation): Credentials {
  const headers = new Map<string, string>();
  const query = new URLSearchParams();
  for (const { scheme, scopes } of requirement) {
    const { type, name, in: place, scheme: kind } = contract.securitySchemes.get(scheme) ?? {};
    const key = type === 'apiKey' && typeof name === 'string' ? name : undefined;
    if (key !== undefined && place === 'query') query.set(key, 'key');
    else if (key !== undefined) headers.set(key, 'key');
    else headers.set('authorization', kind === 'basic' ? 'Basic YTpi' : `Test acct_mara ${scopes.join(' ')}`);
  }
  return { headers: Object.fromEntries(headers), query: query.toString() };
}
