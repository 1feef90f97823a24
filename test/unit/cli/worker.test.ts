import { beforeAll, describe, expect, it } from '@jest/globals';
import { getResponse } from 'msw';
import { type Client, readClients } from '../../../cli/read-clients.ts';
import { createWorkerEndpoint, type WorkerSamples } from '../../../cli/worker/create-worker-endpoint.ts';
import { presentWorker } from '../../../cli/worker/present-worker.ts';
import { sampleAnswers } from '../../../cli/worker/sample-answers.ts';
import { sampleClient } from '../../../cli/worker/sample-client.ts';
import { storedDocuments } from '../../support/stored-documents.ts';

let clients: readonly Client[];

beforeAll(async () => {
  clients = await readClients('schemas');
});

function dataOf(name: string, seed = 1): WorkerSamples {
  const client = clients.find((one) => one.name === name);
  const bound = client?.schema.bound;
  if (client === undefined || bound === undefined) throw new Error(`${name} is not bound`);
  return sampleClient({
    bound,
    documents: client.documents,
    answersOf: sampleAnswers(seed),
  });
}

const HOST = 'http://shop.test/graphql';

async function ask(data: WorkerSamples, body: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const request = new Request(HOST, { method: 'POST', headers, body: JSON.stringify(body) });
  const response = await getResponse(createWorkerEndpoint(data), request, { quiet: true });
  if (response === undefined) throw new Error('no handler answered');
  return response.json();
}

describe('handlers for a page without a server', () => {
  it.each(['web', 'mobile'])(
    'answer every registered document of %s by its id, without an error',
    async (name) => {
      const data = dataOf(name);
      const stored = storedDocuments(name);
      expect(Object.keys(data.documents).toSorted()).toEqual(stored.map(({ id }) => id).toSorted());
      for (const { id, variables } of stored) {
        const answer = await ask(data, { documentId: id, variables });
        expect(answer).toEqual({ data: expect.any(Object) });
      }
    },
  );

  it('make up what functions in TypeScript would answer, by the types of the schema', async () => {
    const query = '{ product(id: "prod_kettle") { price { text } delivery { days from } } }';
    expect(await ask(dataOf('web'), { query })).toEqual({
      data: {
        product: {
          price: { text: expect.stringMatching(/./) },
          delivery: { days: expect.any(Number), from: expect.stringMatching(/./) },
        },
      },
    });
  });

  it('answer a query that nobody registered, from the examples of the contracts', async () => {
    const query = '{ product(id: "prod_kettle") { __typename id title seller { name } } }';
    expect(await ask(dataOf('web'), { query })).toEqual({
      data: {
        product: {
          __typename: 'Product',
          id: 'prod_kettle',
          title: expect.stringMatching(/kettle/i),
          seller: { name: expect.stringMatching(/\w/) },
        },
      },
    });
  });

  it('find what the arguments name wherever an example has it, else say what was asked for', async () => {
    const query = 'query ($id: ID!) { product(id: $id) { id title } }';
    const data = dataOf('web');
    expect(await ask(data, { query, variables: { id: 'prod_grinder' } })).toMatchObject({
      data: { product: { id: 'prod_grinder', title: expect.stringMatching(/grinder/i) } },
    });
    expect(await ask(data, { query, variables: { id: 'prod_new' } })).toMatchObject({
      data: { product: { id: 'prod_new' } },
    });
  });

  it('join what belongs together', async () => {
    const query = '{ products { items { id reviews { product { id } } } } }';
    const pages = JSON.stringify(await ask(dataOf('web'), { query }));
    expect(pages).toContain('{"id":"prod_kettle","reviews":[{"product":{"id":"prod_kettle"}}');
  });

  it('give lists of the length that was asked for, on a page type too', async () => {
    const query = '{ products(first: 1) { items { id } } }';
    expect(await ask(dataOf('web'), { query })).toEqual({
      data: { products: { items: [{ id: expect.any(String) }] } },
    });
  });

  it('answer a mutation with what it was given', async () => {
    const query =
      'mutation { updateProfile(input: { displayName: "Ada", phone: null }) { displayName phone email } }';
    expect(await ask(dataOf('web'), { query })).toEqual({
      data: { updateProfile: { displayName: 'Ada', phone: null, email: expect.stringContaining('@') } },
    });
  });

  it('answer GET with a registered document', async () => {
    const data = dataOf('mobile');
    const [documentId = ''] = Object.keys(data.documents).filter((id) =>
      data.documents[id]?.includes('home'),
    );
    const url = `${HOST}?documentId=${encodeURIComponent(documentId)}`;
    const response = await getResponse(createWorkerEndpoint(data), new Request(url), { quiet: true });
    expect(await response?.json()).toEqual({ data: { home: expect.any(Object) } });
  });

  it.each([
    ['does not fit the schema', { query: '{ product(id: "a") { price } }' }, /subfields/],
    ['is not GraphQL', { query: '{' }, /Syntax Error/],
    ['lacks a variable', { query: 'query ($id: ID!) { product(id: $id) { id } }' }, /\$id/],
    ['is not registered', { documentId: 'sha256:0' }, /No document/],
  ])('tell of a document that %s', async (_, body, message) => {
    expect(await ask(dataOf('web'), body)).toEqual({
      errors: [expect.objectContaining({ message: expect.stringMatching(message) })],
    });
  });

  it('are the same for the same seed', () => {
    expect(presentWorker('web', dataOf('web'))).toBe(presentWorker('web', dataOf('web')));
  });

  it('leave requests to others alone', async () => {
    const request = new Request('http://shop.test/pictures', { method: 'POST', body: '{}' });
    expect(await getResponse(createWorkerEndpoint(dataOf('web')), request, { quiet: true })).toBeUndefined();
  });
});
