import { beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { leaveNothing, started } from '../support/leftovers.ts';
import { type MockServers, startMocks } from '../support/mock-servers.ts';
import { startBff } from '../support/start-bff.ts';
import { importsOf } from './imports-of.ts';
import { refuseImport } from './refuse-import.ts';
import { type ThirdBff, writeThirdBff } from './write-third-bff.ts';

let mocks: MockServers;
let bff: ThirdBff;

beforeAll(async () => {
  bff = await writeThirdBff();
  leaveNothing(() => bff.remove());
  mocks = started(await startMocks());
});

describe('a third client', () => {
  it('is a schema, a main.ts and a config.ts that know #gateway alone', () => {
    const imports = [...bff.sources].flatMap(([file, source]) => importsOf(file, source));
    expect(imports.map(refuseImport).filter((reason) => reason !== undefined)).toEqual([]);
    expect(new Set(imports.map(({ specifier }) => specifier))).toEqual(new Set(['#gateway', './config.ts']));
  });

  it('passes the type check', async () => {
    expect(await bff.check()).toBe('');
  });

  it('answers from the mocks, and stops when it is told to', async () => {
    const tv = await startBff(
      {
        name: 'tv',
        main: bff.main,
        portVariable: 'TV_PORT',
        operationsPortVariable: 'TV_OPS_PORT',
        proof: 'bearer',
        headers: {},
        sample: { query: '{ __typename }', service: 'catalog', operation: 'catalog.getProduct' },
      },
      { services: mocks.urls },
    );
    leaveNothing(() => tv.kill('SIGKILL'));

    const answer = await request(`${tv.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ product(id: "prod_kettle") { id title } }' }),
    });
    expect(await answer.body.json()).toEqual({
      data: { product: { id: 'prod_kettle', title: 'Copper Kettle 1.2 l' } },
    });
    expect(await mocks.calls('catalog')).toMatchObject([{ operation: 'catalog.getProduct' }]);

    expect(await tv.stop()).toMatchObject({ code: 0, complaint: '' });
  });
});
