import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { checkSchema, formatDiagnostic } from '#binding';
import { loadContracts, loadYaml } from '#contract';

const SCHEMAS = new URL('../../../schemas/', import.meta.url);
const clients = readdirSync(new URL('clients/', SCHEMAS)).filter((file) => file.endsWith('.graphql'));
const contracts = await loadContracts(new URL('services/', SCHEMAS));

describe('the client schemas of the shop', () => {
  it.each(clients)('%s binds to the published contracts without a remark', async (file) => {
    const client = file.replace('.graphql', '');
    const config = (await loadYaml(new URL(`clients/${client}.config.yaml`, SCHEMAS), 'configuration')) ?? {};
    const text = readFileSync(new URL(`clients/${file}`, SCHEMAS), 'utf8');
    const { diagnostics } = checkSchema({ client, sdl: { file, text }, contracts, config });

    expect(diagnostics.map(formatDiagnostic)).toEqual([]);
  });
});
