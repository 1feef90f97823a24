import { beforeAll, describe, expect, test } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { BFFS } from '../support/bffs.ts';
import { started } from '../support/leftovers.ts';
import { startMocks } from '../support/mock-servers.ts';
import { startBff } from '../support/start-bff.ts';

/** Clients of a BFF send the header with every request, so the audits do. */
const fetchWithHeader: typeof fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  headers.set('x-csrf', '1');
  return fetch(input, { ...init, headers });
};

describe.each([...BFFS])('GraphQL over HTTP of $name-bff', (bff) => {
  let url = '';
  beforeAll(async () => {
    const mocks = started(await startMocks());
    ({ url } = started(await startBff(bff, { services: mocks.urls })));
  });

  const audits = serverAudits({ url: () => `${url}/graphql`, fetchFn: fetchWithHeader });

  test('is audited as a whole', () => {
    expect(audits).toHaveLength(61);
  });

  test.each(audits)('$id $name', async ({ fn }) => {
    const result = await fn();
    expect('reason' in result ? `${result.status}: ${result.reason}` : result.status).toBe('ok');
  });
});
