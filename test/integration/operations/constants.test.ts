import { beforeAll, expect, it } from '@jest/globals';
import { BFFS, unhurried } from '../../support/bffs.ts';
import { started } from '../../support/leftovers.ts';
import { type MockServers, startMocks } from '../../support/mock-servers.ts';
import { runBff, startBff } from '../../support/start-bff.ts';
import { copyBff } from './copy-bff.ts';

const web = BFFS[0]!;
const PATIENT = { ...unhurried(web), INVENTORY_TIMEOUT_MS: '30000' };
const QUERY = '{ product(id: "prod_kettle") { mainStock { __typename } } }';

let mocks: MockServers;
beforeAll(async () => {
  mocks = started(await startMocks());
});

/** The warehouses that the service was asked for. */
async function warehousesAsked(url: string): Promise<readonly string[]> {
  await mocks.reset();
  const headers = { 'content-type': 'application/json', ...web.headers };
  const body = JSON.stringify({ query: QUERY });
  await (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).text();
  const bodies = JSON.stringify((await mocks.calls('inventory')).map((call) => call.body));
  return [...new Set(bodies.match(/(?<=warehouse[\\":]+)[\w-]+/g))];
}

it('a constant is what the client’s file says, also after a change', async () => {
  const { bff, edit } = await copyBff(web);
  const process = started(await startBff(bff, { services: mocks.urls, env: { WATCH: '1', ...PATIENT } }));
  expect(await warehousesAsked(process.url)).toEqual(['MMX1']);
  await edit('clients/web.config.yaml', (text) => text.replace('MMX1', 'BER2'));
  await process.line(({ msg }) => msg === 'schemas reloaded');
  expect(await warehousesAsked(process.url)).toEqual(['BER2']);
});

it('a constant is what the environment of this deployment says before that', async () => {
  const env = { WEB_CONFIG_MAIN_WAREHOUSE: 'OSL3', ...PATIENT };
  const process = started(await startBff(web, { services: mocks.urls, env }));
  expect(await warehousesAsked(process.url)).toEqual(['OSL3']);
});

it.each([
  ['is no YAML', 'mainWarehouse: [', /schemas\/clients\/web\.config\.yaml:\d+:\d+ /],
  ['holds a list', '- MMX1', /schemas\/clients\/web\.config\.yaml:1:1 This is no configuration/],
  ['has no value', 'mainWarehouse:', /GH015 {2}`\$config\.mainWarehouse` is null/],
  ['lacks a constant', 'other: 1', /GH015 {2}`\$config\.mainWarehouse` is no constant/],
])('a file that %s keeps the process from starting, and is told', async (_, text, reason) => {
  const { bff, edit } = await copyBff(web);
  await edit('clients/web.config.yaml', () => text);
  const { code, complaint } = await runBff(bff);
  expect([code, complaint]).toEqual([1, expect.stringMatching(reason)]);
  expect(complaint).not.toMatch(/\n\s+at /);
});

it('a variable of a constant that is not declared is a typing error', async () => {
  const { code, complaint } = await runBff(web, { env: { WEB_CONFIG_MAIN_WAREHUOSE: 'x' } });
  expect([code, complaint]).toEqual([1, expect.stringContaining('did you mean WEB_CONFIG_MAIN_WAREHOUSE?')]);
});
