import { beforeAll, expect, it } from '@jest/globals';
import { BFFS, type Bff, unhurried } from '../../support/bffs.ts';
import { started } from '../../support/leftovers.ts';
import { type MockServers, startMocks } from '../../support/mock-servers.ts';
import { type BffProcess, type LogLine, startBff } from '../../support/start-bff.ts';
import { testSize } from '../../support/test-size.ts';
import { copyBff } from './copy-bff.ts';

/** What people who edit schemas are promised. */
const RELOAD_MS = testSize.allowed(1_000);

let mocks: MockServers;
beforeAll(async () => {
  mocks = started(await startMocks());
});

async function ask(bff: Bff, { url }: BffProcess, query: string): Promise<string> {
  const headers = { 'content-type': 'application/json', ...bff.headers };
  return (await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })).text();
}

/** Asks the sample without a pause until it is stopped; gives back what was wrong with the answers. */
function askOnAndOn(
  bff: Bff,
  process: BffProcess,
): { stop(): Promise<{ wrong: string[]; answered: number }> } {
  const stopped = new AbortController();
  const wrong: string[] = [];
  let answered = 0;
  const askUntilStopped = async () => {
    while (!stopped.signal.aborted) {
      const text = await ask(bff, process, bff.sample.query).catch(String);
      answered += 1;
      if (!text.startsWith('{"data":{') || text.includes('"errors"')) wrong.push(text);
    }
  };
  const asking = [askUntilStopped(), askUntilStopped(), askUntilStopped()];
  return {
    async stop() {
      stopped.abort();
      await Promise.all(asking);
      return { wrong, answered };
    },
  };
}

const isReload = ({ msg }: LogLine) => msg === 'schemas reloaded';

/** Where each client finds categories. */
const CATEGORIES: Readonly<Record<string, (field: string) => string>> = {
  web: (field) => `{ product(id: "prod_kettle") { categories { ${field} } } }`,
  mobile: (field) => `{ home { categories { ${field} } } }`,
};
async function serves(bff: Bff, process: BffProcess, field: string): Promise<boolean> {
  const text = await ask(bff, process, CATEGORIES[bff.name]!(field));
  return text.includes(`"${field}":"`) && !text.includes('"errors"');
}

const addField = (name: string) => (text: string) =>
  text.replace('type Category {', `type Category {\n  ${name}: String! @json(path: "name")`);

it.each(BFFS)('$name serves a changed schema within a second, while requests go on', async (row) => {
  const { bff, edit } = await copyBff(row);
  const process = started(
    await startBff(bff, { services: mocks.urls, env: { WATCH: '1', ...unhurried(row) } }),
  );
  const load = askOnAndOn(bff, process);
  await edit(`clients/${bff.name}.graphql`, addField('firstAddition'));
  const changedAt = performance.now();
  await process.line(isReload);
  const reloadMs = performance.now() - changedAt;
  const changed = await serves(bff, process, 'firstAddition');
  const { wrong, answered } = await load.stop();
  expect(changed).toBe(true);
  expect(reloadMs).toBeLessThan(RELOAD_MS);
  expect(wrong).toEqual([]);
  expect(answered).toBeGreaterThan(10);
});

it.each(BFFS)(
  '$name goes on with the former schema when the new one is wrong, and says what is',
  async (row) => {
    const { bff, edit } = await copyBff(row);
    const process = started(
      await startBff(bff, { services: mocks.urls, env: { WATCH: '1', ...unhurried(row) } }),
    );
    const load = askOnAndOn(bff, process);
    const file = `clients/${bff.name}.graphql`;
    await edit(file, (text) =>
      text.replace('type Category {', 'type Category {\n  broken: String! @json(path: "nowhere")'),
    );
    const refused = await process.line(
      ({ msg }) => msg === 'schemas not reloaded; the former ones are served',
    );
    expect(refused['refusedBecause']).toEqual(
      expect.arrayContaining([expect.stringContaining(`schemas/${file}`)]),
    );
    await edit(file, (text) => addField('secondAddition')(text.replace(/\n {2}broken: [^\n]*/, '')));
    await process.line(isReload);
    expect([await serves(bff, process, 'secondAddition'), (await load.stop()).wrong]).toEqual([true, []]);
    const metrics = await (await fetch(`${process.operationsUrl}/metrics`)).text();
    expect(metrics).toContain(`gatehouse_schema_reloads_total{outcome="refused",client="${bff.name}"} 1`);
    expect(metrics).toContain(`gatehouse_schema_reloads_total{outcome="swapped",client="${bff.name}"} 1`);
  },
);

it('a registered document that changed is refused until it is registered again', async () => {
  const { bff, edit } = await copyBff(BFFS[0]!);
  await edit('documents/web/me.graphql', (text) => `${text}# changed\n`);
  await expect(startBff(bff, { services: mocks.urls })).rejects.toThrow(
    /schemas\/documents\/web\/me\.graphql is not the text that is registered as sha256:[\da-f]{64}: run npm run generate/,
  );
});

it('web serves a changed constant of the deployment', async () => {
  const [row] = BFFS.filter(({ name }) => name === 'web');
  if (row === undefined) throw new Error('there is no web');
  const { bff, edit } = await copyBff(row);
  const process = started(
    await startBff(bff, { services: mocks.urls, env: { WATCH: '1', ...unhurried(row) } }),
  );
  const warehousesAsked = async () => {
    await mocks.reset();
    await ask(bff, process, '{ product(id: "prod_kettle") { mainStock { available } } }');
    return (await mocks.calls('inventory')).map(({ body }) => body);
  };

  expect(await warehousesAsked()).toEqual([{ keys: [{ sku: 'KTL-CU12', warehouse: 'MMX1' }] }]);
  await edit('clients/web.config.yaml', (text) => text.replace('MMX1', 'DUB2'));
  await process.line(isReload);
  expect(await warehousesAsked()).toEqual([{ keys: [{ sku: 'KTL-CU12', warehouse: 'DUB2' }] }]);
});
