import { beforeAll, describe, expect, test } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { startGateway } from '../integration/graphql/start-gateway.ts';

/** A gateway to audit; the audits ask for `{ __typename }` and `{ __type(name: "") { name } }` only. */
const start = async (): Promise<{ readonly url: string }> =>
  startGateway({ sdl: 'type Query { hello: String }' });

let url = '';

beforeAll(async () => {
  ({ url } = await start());
});

/** Clients of a BFF send the header with every request, so the audits do. */
const fetchWithHeader: typeof fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  headers.set('x-csrf', '1');
  return fetch(input, { ...init, headers });
};

describe('GraphQL over HTTP', () => {
  for (const audit of serverAudits({ url: () => `${url}/graphql`, fetchFn: fetchWithHeader })) {
    test(`${audit.id} ${audit.name}`, async () => {
      const result = await audit.fn();
      expect('reason' in result ? `${result.status}: ${result.reason}` : result.status).toBe('ok');
    });
  }
});
