import { describe, expect, it, test } from '@jest/globals';
import {
  alternativesOf,
  createValidators,
  itemsOf,
  loadContracts,
  maxItemsOf,
  type Operation,
  propertiesOf,
  type SchemaNode,
  webhooksOf,
} from '#contract';

const contracts = await loadContracts(new URL('../../schemas/services/', import.meta.url));
const operations = contracts.flatMap((contract) => contract.operations);
const webhooks = contracts.flatMap((contract) => [...webhooksOf(contract).values()]);
const table = (rows: readonly Operation[]) =>
  rows.map((operation) => [operation.coordinate, operation] as const);

/** By name, as the mocks count them: service n listens on this port + n. */
const FIRST_PORT = 4101;

test('there are six services, each at the port of its place in the list', () => {
  const ports = contracts.map(({ service, servers: [url = ''] }) => [service, Number(new URL(url).port)]);
  const services = ['accounts', 'catalog', 'inventory', 'media', 'orders', 'reviews'];
  expect(ports).toEqual(services.map((service, index) => [service, FIRST_PORT + index]));
});

test('every service announces something', () => {
  expect(webhooks.map(({ coordinate }) => coordinate)).toEqual([
    'accounts.accountChanged',
    'catalog.productChanged',
    'inventory.stockChanged',
    'media.uploadCompleted',
    'orders.orderChanged',
    'reviews.reviewPublished',
  ]);
});

describe('an example keeps its own contract', () => {
  test.each(table([...operations, ...webhooks]))('%s', (_, operation) => {
    expect(brokenExamples(operation)).toEqual([]);
  });
});

describe('a creation can be sent again', () => {
  const creations = operations.filter(({ method, responses }) => method === 'POST' && responses.has('201'));
  test.each(table(creations))('%s', (_, { parameters }) => {
    const key = parameters.find(({ name }) => name === 'Idempotency-Key');
    expect(key).toMatchObject({ in: 'header', required: true });
  });
});

describe('a read of many has a bound for the keys and for the answer', () => {
  const batches = operations.filter(({ parameters }) => parameters.some(isListOfKeys));
  it('is offered by every service', () => {
    expect([...new Set(batches.map(({ service }) => service))]).toEqual(
      contracts.map(({ service }) => service),
    );
  });
  test.each(table(batches))('%s', (_, { parameters, responses }) => {
    const [keys] = parameters.filter(isListOfKeys);
    const answer = responses.get('200')?.content.get('application/json')?.schema;
    expect(keys?.schema && maxItemsOf(keys.schema)).toBeGreaterThan(0);
    expect(answer && boundOf(answer)).toBeGreaterThan(0);
  });
});

describe('what goes wrong is a problem as RFC 9457 has it', () => {
  const failures = operations.flatMap((operation) =>
    [...operation.responses.values()]
      .filter(({ status }) => /^[45]/.test(status))
      .map((response) => [`${operation.coordinate} ${response.status}`, response] as const),
  );
  test.each(failures)('%s', (_, { status, content }) => {
    const schema = content.get('application/problem+json')?.schema;
    const kinds = schema === undefined ? [] : [schema, ...alternativesOf(schema).map(({ node }) => node)];
    const properties = kinds.flatMap((kind) => [...propertiesOf(kind).keys()]);
    expect(properties).toEqual(expect.arrayContaining(['type', 'title', 'status', 'detail', 'errors']));
    const examples = content.get('application/problem+json')?.examples ?? [];
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(example).toMatchObject({ status: Number(status) });
  });
});

function brokenExamples(operation: Operation): unknown[] {
  const validators = createValidators(operation.contract);
  const answers = [...operation.responses].flatMap(([status, { content }]) =>
    [...content].flatMap(([mediaType, { examples }]) =>
      examples.map((example) => validators.response(operation, Number(status), mediaType, example)),
    ),
  );
  const bodies = [...(operation.requestBody?.content.values() ?? [])].flatMap(({ schema, examples }) =>
    examples.map((example) => schema && validators.value(schema, example)),
  );
  return [...answers, ...bodies].filter((violation) => violation !== undefined);
}

/** Not a filter, which may be left out. */
function isListOfKeys({ in: place, required, schema }: Operation['parameters'][number]): boolean {
  return place === 'query' && required && schema !== undefined && itemsOf(schema) !== undefined;
}

/** Of the list that the answer is, or that lies in it; of the map that it is. */
function boundOf(answer: SchemaNode): number | undefined {
  const lists = [answer, ...[...propertiesOf(answer).values()].map(({ node }) => node)];
  const bounds = lists.map((node) => maxItemsOf(node) ?? maxPropertiesOf(node));
  return bounds.find((bound) => bound !== undefined);
}

function maxPropertiesOf({ json }: SchemaNode): number | undefined {
  const bound = typeof json === 'object' ? json['maxProperties'] : undefined;
  return typeof bound === 'number' ? bound : undefined;
}
