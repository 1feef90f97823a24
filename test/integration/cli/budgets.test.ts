import { beforeAll, describe, expect, it } from '@jest/globals';
import { changedSchemas, gatehouse } from './run-gatehouse.ts';

/** What `gatehouse check` says when the web client's budget is this. */
async function checkWith(budget: string) {
  const schemas = await changedSchemas('documents/web/budget.yaml', () => budget);
  const { code, stdout } = await gatehouse('check', '--schemas', schemas);
  return { code, lines: stdout.split('\n').map((line) => line.replace(`${schemas}/documents/web/`, '')) };
}

const AMPLE = 'default: { calls: 99, perService: 99, cost: 9999 }\n';

/** What the product page needs today, so that a shop that grows breaks no test about budgets. */
let page: { calls: number; most: number; service: string; cost: number; waves: number };

beforeAll(async () => {
  const { clients } = JSON.parse((await gatehouse('check', '--json')).stdout);
  const web = clients.find(({ name }: { name: string }) => name === 'web');
  const { calls, perService, cost, waves } = web.documents.find(
    ({ name }: { name: string }) => name === 'ProductPage',
  );
  const most = Math.max(...Object.values<number>(perService));
  const service = Object.keys(perService).find((name) => perService[name] === most) ?? '';
  page = { calls, most, service, cost, waves };
});

describe('a budget', () => {
  it.each([
    ['calls', () => `ProductPage may make ${page.calls} calls, and its budget is 2`],
    [
      'perService',
      () =>
        `ProductPage may make ${page.most} calls to ${page.service}, and its budget is 2 to any one service`,
    ],
    ['cost', () => `ProductPage may cost ${page.cost}, and its budget is 2`],
    ['waves', () => `ProductPage may wait for ${page.waves} calls one after the other, and its budget is 2`],
  ])('of %s fails a document that needs more', async (name, sentence) => {
    const { code, lines } = await checkWith(`${AMPLE}documents:\n  ProductPage: { ${name}: 2 }\n`);
    expect(lines).toContain(`budget.yaml:3:18 ${sentence()}`);
    expect(lines.join('\n')).toMatch(/^web .* bound, but its documents have mistakes$/m);
    expect(code).toBe(1);
  });

  it('fails a document by the default as well', async () => {
    const less = page.calls - 1;
    const { code, lines } = await checkWith(`default: { calls: ${less}, perService: 99, cost: 9999 }\n`);
    expect(lines).toContain(
      `budget.yaml:1:12 ProductPage may make ${page.calls} calls, and its budget is ${less}`,
    );
    expect(lines.filter((line) => line.startsWith('budget.yaml'))).toHaveLength(1);
    expect(code).toBe(1);
  });

  it('of no document is a mistake', async () => {
    const { code, lines } = await checkWith(`${AMPLE}documents:\n  ProdutPage: { calls: 9 }\n`);
    expect(lines).toContainEqual(
      expect.stringMatching(/^budget.yaml:3:3 there is no document ProdutPage; did you mean ProductPage\?$/),
    );
    expect(code).toBe(1);
  });

  it('that cannot be read is a mistake, and documents are shown all the same', async () => {
    const { code, lines } = await checkWith('default: { calls: many }\n');
    expect(lines).toContainEqual(expect.stringMatching(/^budget.yaml:1:12 `calls` is "many"/));
    expect(lines).toContainEqual(
      expect.stringMatching(new RegExp(`^ {2}ProductPage +${page.calls} +accounts`)),
    );
    expect(code).toBe(1);
  });

  it('that is nearly used up, or far too large, is advice and no mistake', async () => {
    const calls = 2 * page.calls;
    const cost = page.cost + 1;
    const { code, lines } = await checkWith(
      `${AMPLE}documents:\n  ProductPage: { cost: ${cost}, calls: ${calls} }\n`,
    );
    expect(lines).toContainEqual(
      expect.stringContaining(
        `advice: ProductPage may cost ${page.cost} of ${cost}, so that little can be added`,
      ),
    );
    expect(lines).toContainEqual(
      expect.stringContaining(
        `advice: ProductPage makes ${page.calls} calls at most, and its budget of ${calls} would not notice twice as many`,
      ),
    );
    expect(code).toBe(0);
  });
});

describe('gatehouse check --json', () => {
  it('says the same to programs', async () => {
    const schemas = await changedSchemas('documents/mobile/budget.yaml', (text) =>
      text.replace('calls: 6', 'calls: 5'),
    );
    const { code, stdout } = await gatehouse('check', '--json', '--schemas', schemas);
    const { ok, clients } = JSON.parse(stdout);
    expect({ ok, code }).toEqual({ ok: false, code: 1 });
    expect(clients[0]).toMatchObject({
      name: 'mobile',
      ok: false,
      diagnostics: [],
      mistakes: [expect.stringMatching(/budget\.yaml:\d+:\d+ Home may make 6 calls, and its budget is 5$/)],
    });
    expect(clients[0].documents).toContainEqual({
      name: 'Home',
      file: expect.stringMatching(/documents\/mobile\/home\.graphql$/),
      calls: 6,
      perService: { accounts: 1, catalog: 3, reviews: 2 },
      waves: 2,
      cost: 80,
      budget: { calls: 5, perService: 3, cost: 300 },
    });
  });

  it('says why there is nothing to say', async () => {
    const schemas = await changedSchemas('services/catalog.openapi.yaml', () => 'openapi: 9.9.9');
    const { code, stdout } = await gatehouse('check', '--json', '--schemas', schemas);
    expect(JSON.parse(stdout)).toEqual({
      ok: false,
      problem: expect.stringContaining('catalog.openapi.yaml:1:'),
      clients: [],
    });
    expect(code).toBe(1);
  });
});

describe('gatehouse check --schemas', () => {
  it('needs a folder that is there', async () => {
    const { code, stderr } = await gatehouse('check', '--schemas', 'nowhere');
    expect(stderr).toMatch(/^gatehouse: there is no folder nowhere$/m);
    expect(code).toBe(2);
  });

  it('needs a folder laid out like schemas/', async () => {
    const { code, stderr } = await gatehouse('check', '--schemas', 'docs');
    expect(stderr).toMatch(/^gatehouse: there is no folder docs\/services$/m);
    expect(code).toBe(2);
  });
});
