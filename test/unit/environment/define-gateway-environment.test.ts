import { describe, expect, it } from '@jest/globals';
import {
  defineGatewayEnvironment,
  expandServices,
  readGatewayConfiguration,
} from '../../../gateway/environment/define-gateway-environment.ts';
import { expandConstants } from '../../../gateway/environment/expand-constants.ts';
import {
  describeEnvironment,
  type Environment,
  EnvironmentError,
  parseEnvironment,
} from '../../../gateway/environment.ts';
import { resolveOptions } from '../../../gateway/options.ts';

const schema = defineGatewayEnvironment({ client: 'tv', port: 4002, operationsPort: 9402 });
const services = [
  { service: 'order-lines', servers: ['https://orders.example/v1', 'http://localhost:4104/v1/'] },
  { service: 'catalog', servers: ['http://127.0.0.1:4102'] },
];

const constants = { shopId: 's1', 'page-size': 20, isOpen: false, areas: ['a'] };

function read(env: Environment, known = services) {
  const expanded = expandConstants(expandServices(schema, known), constants);
  const values = parseEnvironment(expanded, env, () => '');
  return readGatewayConfiguration(
    'tv',
    { services: known, constants, createSecret: () => 's'.repeat(32) },
    values,
  );
}

function mistakesOf(env: Environment, known = services): readonly string[] {
  try {
    read(env, known);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.mistakes;
    throw error;
  }
  return [];
}

const PRODUCTION = {
  NODE_ENV: 'production',
  PUBLIC_ORIGIN: 'https://tv.example',
  REDIS_URL: 'redis://redis.internal',
  OIDC_ISSUER: 'https://id.example',
  OIDC_CLIENT_SECRET: 'a secret of the provider',
};

describe('the environment of a gateway', () => {
  it('needs nothing outside production', () => {
    const { options, ...rest } = read({});
    expect(options).toMatchObject({ production: false, port: 4002, operationsPort: 9402, host: '127.0.0.1' });
    expect(() => resolveOptions(options)).not.toThrow();
    expect(rest).toMatchObject({ logLevel: 'info', watch: false });
  });

  it('says for each service what it is shown, and as whom the provider knows it', () => {
    const configured = read({ CATALOG_TOKEN: 'propagate', ORDER_LINES_AUDIENCE: 'urn:lines' });
    expect(configured.services).toMatchObject({
      catalog: { token: 'propagate', audience: undefined },
      'order-lines': { token: 'exchange', audience: 'urn:lines' },
    });
    expect(mistakesOf({ CATALOG_TOKEN: 'id' })).toEqual([
      expect.stringMatching(/^CATALOG_TOKEN must be one of exchange, propagate, none/),
    ]);
  });

  it('replaces constants of the client, each by a variable of its own and in the type of the file', () => {
    expect(read({}).config).toEqual({});
    expect(
      read({ TV_CONFIG_SHOP_ID: '7', TV_CONFIG_PAGE_SIZE: '-2.5', TV_CONFIG_IS_OPEN: 'true' }).config,
    ).toEqual({ shopId: '7', 'page-size': -2.5, isOpen: true });
    expect(mistakesOf({ TV_CONFIG_PAGE_SIZE: 'many' })).toEqual([
      expect.stringMatching(/^TV_CONFIG_PAGE_SIZE must be a number \(it is "many"\)/),
    ]);
    expect(mistakesOf({ TV_CONFIG_SHOPID: '7' })).toEqual([
      expect.stringContaining('did you mean TV_CONFIG_SHOP_ID?'),
    ]);
    expect(mistakesOf({ TV_CONFIG_AREAS: 'b' })).toHaveLength(1);
  });

  it('takes the address of a service from its contract, with the path in it', () => {
    expect(read({}).services).toMatchObject({
      catalog: { url: 'http://127.0.0.1:4102', timeoutMs: 2_000 },
      'order-lines': { url: 'http://localhost:4104/v1', timeoutMs: 2_000 },
    });
  });

  it('takes it from the mocks when their first port is known: services by name', () => {
    const { services: found } = read({ MOCKS_PORT: '5000' });
    expect(found['catalog']?.url).toBe('http://127.0.0.1:5000');
    expect(found['order-lines']?.url).toBe('http://127.0.0.1:5001/v1');
  });

  it('takes it from the variable of the service before everything else', () => {
    const env = {
      MOCKS_PORT: '5000',
      ORDER_LINES_URL: 'https://lines.internal/v1',
      ORDER_LINES_TIMEOUT_MS: '300',
    };
    expect(read(env).services['order-lines']).toMatchObject({
      url: 'https://lines.internal/v1',
      timeoutMs: 300,
    });
  });

  it('asks for the address of a service whose contract has none on this machine', () => {
    const [mistake] = mistakesOf({}, [{ service: 'media', servers: ['https://media.example'] }]);
    expect(mistake).toMatch(
      /^MEDIA_URL is required, because the contract of media has no localhost server; /,
    );
  });

  it('asks for every address and the public origin in production', () => {
    const names = mistakesOf({ NODE_ENV: 'production' }).map((line) => line.split(' ')[0]);
    expect(names).toEqual([
      'PUBLIC_ORIGIN',
      'REDIS_URL',
      'OIDC_ISSUER',
      'OIDC_CLIENT_SECRET',
      'CATALOG_URL',
      'ORDER_LINES_URL',
    ]);
  });

  it('says whose access tokens are good: those for this gateway, of its app, unless told otherwise', () => {
    expect(read({}).bearer).toEqual({ audience: 'tv-bff', apps: ['tv-app'] });
    const env = { TV_AUDIENCE: 'https://tv.shop.example', TV_APPS: 'tv-app, tv-app-beta' };
    expect(read(env).bearer).toEqual({
      audience: 'https://tv.shop.example',
      apps: ['tv-app', 'tv-app-beta'],
    });
    expect(mistakesOf({ TV_APPS: 'tv-app,,' })).toEqual([
      expect.stringMatching(/^TV_APPS must be client ids between commas/),
    ]);
  });

  it('does not reload anything in production', () => {
    const urls = { CATALOG_URL: 'https://catalog.internal', ORDER_LINES_URL: 'https://lines.internal' };
    const { options, watch } = read({ ...PRODUCTION, ...urls, WATCH: '1' });
    expect([options.production, watch]).toEqual([true, false]);
    expect(read({ WATCH: '1' }).watch).toBe(true);
  });

  it('describes the variables that exist once for each service', () => {
    const text = describeEnvironment([schema]);
    expect(text).toContain('# <SERVICE>_URL=https://orders.internal\n');
    expect(text).toContain('# TV_OPS_PORT=9402\n');
  });
});
