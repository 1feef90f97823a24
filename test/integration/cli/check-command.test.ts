import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { changedSchemas, gatehouse, runNode } from './run-gatehouse.ts';

describe('gatehouse check', () => {
  it('says of every client that it is bound, and what its documents need of their budgets', async () => {
    const { code, stdout } = await gatehouse('check');
    expect(stdout).toMatch(/^web {2}schemas\/clients\/web\.graphql {2}bound, \d+ documents$/m);
    expect(stdout).toMatch(/^ {2}document +calls +max +by service +max +waves +cost +max$/m);
    expect(stdout).toMatch(/^ {2}Home +6 +6 +accounts 1, catalog 3, reviews 2 +3 +2 +80 +300$/m);
    expect(stdout).toMatch(/^mobile {2}/m);
    expect(code).toBe(0);
  });

  it('shows what is wrong with a schema at its place, and fails', async () => {
    const schemas = await changedSchemas('clients/web.graphql', (text) =>
      text.replace('catalog.getProduct', 'catalog.getProdct'),
    );
    const { code, stdout } = await gatehouse('check', '--schemas', schemas);
    expect(stdout).toMatch(/clients\/web\.graphql:\d+:\d+ {2}error GH\d+ .*getProdct/);
    expect(stdout).toMatch(/^mobile .* bound/m);
    expect(code).toBe(1);
  });

  it('shows what is wrong with a document at its place, and fails', async () => {
    const schemas = await changedSchemas('documents/web/me.graphql', (text) =>
      text.replace('displayName', 'displayNam'),
    );
    const { code, stdout } = await gatehouse('check', '--schemas', schemas);
    expect(stdout).toMatch(/documents\/web\/me\.graphql:\d+:\d+ Cannot query field "displayNam"/);
    expect(code).toBe(1);
  });

  it('fails where a constant of the deployment is not declared', async () => {
    const schemas = await changedSchemas('clients/web.config.yaml', (text) =>
      text.replace('mainWarehouse', 'mianWarehouse'),
    );
    const { code, stdout } = await gatehouse('check', '--schemas', schemas);
    expect(stdout).toMatch(/clients\/web\.graphql:\d+:\d+ {2}error GH015 .*\$config\.mainWarehouse/);
    expect(stdout).toContain('write `$config.mianWarehouse`');
    expect(code).toBe(1);
  });

  it('shows what is wrong with the constants of a deployment, and fails', async () => {
    const schemas = await changedSchemas('clients/web.config.yaml', () => '- no names');
    const { code, stdout } = await gatehouse('check', '--schemas', schemas);
    expect(stdout).toMatch(
      /clients\/web\.config\.yaml:1:1 This is no configuration: its root must be an object/,
    );
    expect(code).toBe(1);
  });

  it('fails without the budget of a client', async () => {
    const schemas = await changedSchemas('documents/web/budget.yaml', (text) => text);
    await rm(join(schemas, 'documents/web/budget.yaml'));
    const { code, stdout } = await gatehouse('check', '--schemas', schemas);
    expect(stdout).toMatch(/documents\/web\/budget\.yaml is missing/);
    expect(code).toBe(1);
  });

  it('shows what is wrong with a contract, and fails', async () => {
    const schemas = await changedSchemas('services/catalog.openapi.yaml', (text) =>
      text.replace('openapi: 3.1', 'openapi: 9.9'),
    );
    const { code, stdout } = await gatehouse('check', '--schemas', schemas);
    expect(stdout).toMatch(/catalog\.openapi\.yaml:1:\d+ /);
    expect(code).toBe(1);
  });
});

describe('gatehouse', () => {
  it('explains itself', async () => {
    expect(await gatehouse('--help')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Usage: gatehouse <command>/),
    });
  });

  it('explains a command', async () => {
    const { code, stdout } = await gatehouse('check', '--help');
    expect(stdout).toMatch(/^Usage: gatehouse check \[--schemas DIR\] \[--json\]$/m);
    expect(stdout).toMatch(/^ {2}--schemas DIR {3}the folder that holds/m);
    expect(code).toBe(0);
  });

  it.each([
    [[], 'say what to do'],
    [['chek'], 'there is no command chek'],
    [['check', 'more'], "Unexpected argument 'more'"],
    [['check', '--shcemas'], "Unknown option '--shcemas'"],
  ])('does not guess what %j means', async (args, complaint) => {
    const { code, stdout, stderr } = await gatehouse(...args);
    expect(stderr).toContain(`gatehouse: ${complaint}`);
    expect(stderr).toContain('Usage: gatehouse');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it.each(['18.0.0', '20.20.2', '24.16.9'])(
    'says under Node %s that it needs a newer one',
    async (version) => {
      const pretend = `Object.defineProperty(process.versions, 'node', { value: '${version}' }); require('./bin/check-node.cjs');`;
      const { code, stderr } = await runNode(['-e', pretend]);
      expect(stderr).toContain(`Gatehouse needs Node 24.17 or newer, and this is ${version}.`);
      expect(code).toBe(1);
    },
  );
});

describe('a file that cannot be read or written', () => {
  it('is named in one line, without a stack', async () => {
    const schemas = await changedSchemas('services/orders.openapi.yaml', () => 'openapi: [');
    const read = await gatehouse('worker', '--client', 'web', '--out', 'worker.ts', '--schemas', schemas);
    expect(read.stderr).toMatch(/^gatehouse: .*orders\.openapi\.yaml:\d+:\d+ .*\n$/);
    expect(read.code).toBe(1);

    const out = join(schemas, 'nowhere', 'worker.ts');
    const written = await gatehouse('worker', '--client', 'mobile', '--out', out);
    expect(written.stderr).toMatch(/^gatehouse: ENOENT: .*nowhere.*\n$/);
    expect(written.code).toBe(1);
  });
});
