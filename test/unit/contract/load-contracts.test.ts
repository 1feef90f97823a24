import { expect, test } from '@jest/globals';
import { ContractError, loadContracts } from '#contract';

const FIXTURES = new URL('../../fixtures/contracts/', import.meta.url);

test('every contract of a directory is loaded, sorted by service, and nothing else', async () => {
  const contracts = await loadContracts(new URL('sound/', FIXTURES));
  expect(contracts.map(({ service, openapi }) => [service, openapi])).toEqual([
    ['catalog', '3.0'],
    ['orders', '3.1'],
  ]);
  expect(contracts[1]?.file).toMatch(/sound\/orders\.openapi\.yaml$/);
});

test('the directory may be a path as well', async () => {
  const contracts = await loadContracts(new URL('sound', FIXTURES).pathname);
  expect(contracts).toHaveLength(2);
});

test('all problems of all files come in one error, each with its file, line and column', async () => {
  const error = await loadContracts(new URL('broken/', FIXTURES)).catch((reason: unknown) => reason);
  if (!(error instanceof ContractError)) throw error;
  const lines = error.message.split('\n').map((line) => line.replaceAll(/\S*\/broken\//g, ''));
  expect(lines).toEqual([
    'a.openapi.yaml:3:38 $ref #/components/responses/None leads nowhere.',
    'b.openapi.json:1:3 Only OpenAPI 3.0 and 3.1 are read: put `openapi: 3.1.1` at the top.',
    'c.openapi.yml:1:1 c.openapi.yaml is the contract of c already: keep one file.',
    'd.v2.openapi.yaml:1:1 d.v2 is no service name: use letters, digits, - and _, a letter first.',
  ]);
  expect(error.problems[0]?.position).toMatchObject({ line: 3, column: 38 });
});

test('a contract is loaded with the overlay of its name', async () => {
  const [catalog, orders] = await loadContracts(new URL('overlaid/', FIXTURES));

  expect(orders?.document['info']).toMatchObject({ title: 'orders', description: 'Better.' });
  expect(orders?.overlay?.file).toMatch(/overlaid\/orders\.overlay\.yaml$/);
  expect(catalog?.overlay).toBeUndefined();
});

test('an overlay without a contract is a mistake, and so is a second one', async () => {
  const error = await loadContracts(new URL('misplaced-overlays/', FIXTURES)).catch(
    (reason: unknown) => reason,
  );
  if (!(error instanceof ContractError)) throw error;

  expect(error.problems).toEqual([
    {
      code: 'GH150',
      message: 'there is no contract `order` that this overlay could change',
      fix: 'name it after one of orders',
      position: { file: expect.stringMatching(/order\.overlay\.yaml$/), line: 1, column: 1 },
    },
    {
      message: 'orders.overlay.yaml is the overlay of orders already: keep one file.',
      position: { file: expect.stringMatching(/orders\.overlay\.yml$/), line: 1, column: 1 },
    },
  ]);
});

test('a directory that is not there is the error of the file system', async () => {
  await expect(loadContracts(new URL('nowhere/', FIXTURES))).rejects.toThrow('ENOENT');
});
