import { describe, expect, it } from '@jest/globals';
import {
  defineEnvironment,
  describeEnvironment,
  EnvironmentError,
  parseEnvironment,
  variable,
} from '../../../gateway/environment.ts';

const schema = defineEnvironment({
  prefixes: ['WEB_', 'GATEHOUSE_'],
  variables: {
    NODE_ENV: variable.choice(['development', 'production'], {
      meaning: 'What the process is for.',
      default: 'development',
    }),
    WEB_PORT: variable.integer({
      meaning: 'Where clients connect.',
      unit: 'port',
      min: 0,
      max: 65_535,
      default: 4000,
    }),
    MOCKS_PORT: variable.integer({ meaning: 'First port of the mocks.', min: 1, max: 65_535 }),
    ORDERS_URL: variable.url({
      meaning: 'Where orders is.',
      required: 'in production',
      default: ({ MOCKS_PORT = 1 }) => `http://127.0.0.1:${String(MOCKS_PORT)}`,
      defaultText: 'the mocks',
    }),
    PUBLIC_ORIGIN: variable.origin({ meaning: 'What browsers see.' }),
    WATCH: variable.flag({ meaning: 'Reload on change.', default: false }),
    WEB_SECRET: variable.text({ meaning: 'Seals things.', secret: true, minLength: 8 }),
  },
});

const noFiles = (path: string): string => {
  throw Object.assign(new Error(`no file ${path}`), { code: 'ENOENT' });
};
const parse = (env: Record<string, string>, readFile = noFiles) => parseEnvironment(schema, env, readFile);

function mistakesOf(env: Record<string, string>, readFile = noFiles): readonly string[] {
  try {
    parse(env, readFile);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.mistakes;
    throw error;
  }
  return [];
}

describe('an environment', () => {
  it('gives defaults where nothing is set, and undefined where there is none', () => {
    expect(parse({})).toEqual({
      NODE_ENV: 'development',
      WEB_PORT: 4000,
      MOCKS_PORT: undefined,
      ORDERS_URL: 'http://127.0.0.1:1',
      PUBLIC_ORIGIN: undefined,
      WATCH: false,
      WEB_SECRET: undefined,
    });
  });

  it('reads an empty variable as one that is not set', () => {
    expect(parse({ WEB_PORT: '' }).WEB_PORT).toBe(4000);
  });

  it('lets a default look at variables above it', () => {
    expect(parse({ MOCKS_PORT: '4101' }).ORDERS_URL).toBe('http://127.0.0.1:4101');
  });

  it('gives a URL back without its trailing slash, its path kept', () => {
    expect(parse({ ORDERS_URL: 'https://orders.internal/v2/' }).ORDERS_URL).toBe(
      'https://orders.internal/v2',
    );
  });

  it('tells every mistake at once, with name, reason, value and an example', () => {
    const mistakes = mistakesOf({ NODE_ENV: 'prod', WEB_PORT: '80a', ORDERS_URL: 'orders:80', WATCH: 'yes' });
    expect(mistakes).toEqual([
      'NODE_ENV must be one of development, production (it is "prod"); for example NODE_ENV=development',
      'WEB_PORT must be a whole number from 0 to 65535 (it is "80a"); for example WEB_PORT=4000',
      'ORDERS_URL must be an http or https URL (it is "orders:80"); for example ORDERS_URL=https://orders.internal',
      'WATCH must be 1 or 0 (it is "yes"); for example WATCH=1',
    ]);
  });

  it.each([
    ['a number below the range', { MOCKS_PORT: '0' }],
    ['a number above the range', { WEB_PORT: '65536' }],
    ['a number in scientific notation', { WEB_PORT: '4e3' }],
    ['a negative number', { WEB_PORT: '-1' }],
    ['a URL with credentials', { ORDERS_URL: 'https://user:secret@orders' }],
    ['a URL with a query', { ORDERS_URL: 'https://orders?a=1' }],
    ['an origin with a path', { PUBLIC_ORIGIN: 'https://shop.example/app' }],
    ['a secret that is too short', { WEB_SECRET: '1234567' }],
  ])('refuses %s', (_, env) => {
    expect(mistakesOf(env)).toHaveLength(1);
  });

  it('demands in production what has a default elsewhere', () => {
    expect(mistakesOf({ NODE_ENV: 'production' })).toEqual([
      expect.stringMatching(/^ORDERS_URL is required when NODE_ENV=production; /),
    ]);
  });

  it('takes an unknown name with one of our prefixes for a typing error', () => {
    expect(mistakesOf({ WEB_PROT: '4000', MOBILE_PORT: '4001', OTHER: '1' })).toEqual([
      'WEB_PROT is not a variable of this process; did you mean WEB_PORT?',
    ]);
  });

  it('does not take the links of Kubernetes for typing errors', () => {
    const links = {
      WEB_BFF_SERVICE_HOST: '10.0.0.1',
      WEB_BFF_SERVICE_PORT_HTTP: '80',
      WEB_BFF_PORT: 'tcp://10.0.0.1:80',
    };
    expect(
      mistakesOf({
        ...links,
        WEB_BFF_PORT_80_TCP_ADDR: '10.0.0.1',
        WEB_BFF_PORT_80_TCP: 'tcp://10.0.0.1:80',
      }),
    ).toEqual([]);
  });
});

describe('a secret', () => {
  it('may come from the file that NAME_FILE names, without the last line feed', () => {
    const values = parse({ WEB_SECRET_FILE: '/run/secrets/web' }, (path) => `from ${path}\n`);
    expect(values.WEB_SECRET).toBe('from /run/secrets/web');
  });

  it('is not read from a file when it is no secret', () => {
    expect(mistakesOf({ WEB_PORT_FILE: '/run/port' })[0]).toMatch(
      /^WEB_PORT_FILE is not a variable of this process/,
    );
  });

  it('is refused when it is set twice, or its file cannot be read', () => {
    expect(mistakesOf({ WEB_SECRET: 'canary-0123456789', WEB_SECRET_FILE: '/a' })[0]).toMatch(
      /^WEB_SECRET is set together/,
    );
    expect(mistakesOf({ WEB_SECRET_FILE: '/a' })[0]).toContain('(ENOENT)');
  });

  it('is never shown, whatever is wrong with it', () => {
    const mistakes = mistakesOf({ WEB_SECRET: 'canary' });
    expect(mistakes).toHaveLength(1);
    expect(mistakes.join()).not.toContain('canary');
  });
});

it('describes itself as an .env.example that a shell can read', () => {
  const text = describeEnvironment([schema, schema]);
  expect(text).toContain('# Where clients connect.\n# (unit: port; default: 4000)\n# WEB_PORT=4000\n');
  expect(text).toContain('# (secret, also as WEB_SECRET_FILE)\n# WEB_SECRET=\n');
  expect(text.match(/# WEB_PORT=/g)).toHaveLength(1);
  expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
});
