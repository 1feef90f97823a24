import { defineEnvironment, type EnvironmentSchema } from '../environment.ts';
import { LOG_LEVELS, type LogLevel } from '../observability/create-logger.ts';
import type { BearerOptions } from '../options/bearer-options.ts';
import type { ProviderOptions } from '../options/provider-options.ts';
import type { SessionOptions } from '../options/session-options.ts';
import type { GatewayOptions } from '../options.ts';
import { bearerVariables, readBearerOptions } from './bearer-variables.ts';
import { CONSTANT, type Constants, replacedConstants } from './expand-constants.ts';
import { gateVariables, readGateOptions } from './gate-variables.ts';
import { providerVariables, readProviderOptions } from './provider-variables.ts';
import { publicOrigin } from './public-origin.ts';
import { redisVariables } from './redis-variables.ts';
import { readSessionOptions, sessionVariables } from './session-variables.ts';
import { readTokenPolicy, type TokenPolicy, tokenVariables } from './token-variables.ts';
import { type Variable, variable } from './variable.ts';

export interface ClientDefaults {
  /** `web`; its variables begin with `WEB_`. */
  readonly client: string;
  readonly port: number;
  readonly operationsPort: number;
  /** What its users show: `session` is a cookie of ours, so that people sign in here. @default 'bearer' */
  readonly credential?: 'session' | 'bearer';
}

/** Stands for a service in the name of a variable that exists once for each. */
const SERVICE = '<SERVICE>';
const MAX_PORT = 65_535;

/** What the process of one client's gateway reads from its environment. */
export function defineGatewayEnvironment({
  client,
  port,
  operationsPort,
  credential = 'bearer',
}: ClientDefaults): EnvironmentSchema {
  const own = prefixOf(client);
  return defineEnvironment({
    prefixes: [own, 'GATEHOUSE_'],
    variables: {
      NODE_ENV: variable.choice(['development', 'test', 'production'], {
        meaning: 'production serves real users: trusted documents only, no GraphiQL, no test identities.',
        default: 'development',
      }),
      HOST: variable.text({ meaning: 'Address that clients are served on.', default: '127.0.0.1' }),
      [`${own}PORT`]: variable.integer({
        meaning: `Where the clients of ${client} connect; 0 takes a free one.`,
        unit: 'port',
        min: 0,
        max: MAX_PORT,
        default: port,
      }),
      OPS_HOST: variable.text({
        meaning: 'Address of the operations port, which has no credentials: loopback or a private network.',
        default: '127.0.0.1',
      }),
      [`${own}OPS_PORT`]: variable.integer({
        meaning: `Where /metrics and /diagnostics of ${client} are; 0 takes a free one.`,
        unit: 'port',
        min: 0,
        max: MAX_PORT,
        default: operationsPort,
      }),
      PUBLIC_ORIGIN: publicOrigin,
      TRUSTED_DOCUMENTS: variable.choice(['only', 'allow'], {
        meaning:
          'only: documents that are not registered are refused. Without it: only in production, else allow.',
      }),
      ...gateVariables(own),
      ...redisVariables,
      ...providerVariables(client),
      ...(credential === 'session' ? sessionVariables : bearerVariables(client, own)),
      LOG_LEVEL: variable.choice(LOG_LEVELS, { meaning: 'Lines below it are not written.', default: 'info' }),
      [`${own}DEADLINE_MS`]: variable.integer({
        meaning: 'How long one request may take; a client may shorten it with x-deadline-ms.',
        unit: 'milliseconds',
        min: 50,
        max: 30_000,
        default: 3_000,
      }),
      DRAIN_DELAY_MS: variable.integer({
        meaning:
          'How long a stopping process still takes connections. Without it: 2000 in production, else 0.',
        unit: 'milliseconds',
        min: 0,
        max: 60_000,
        example: '2000',
      }),
      DRAIN_MS: variable.integer({
        meaning: 'How long requests may take to finish after that; then they are cut off.',
        unit: 'milliseconds',
        min: 0,
        max: 300_000,
        default: 10_000,
      }),
      WATCH: variable.flag({
        meaning: 'Reload the schemas when they change; outside production.',
        default: false,
      }),
      GATEHOUSE_VERSION: variable.text({
        meaning: 'Shown in metrics and diagnostics.',
        default: 'development',
      }),
      MOCKS_PORT: variable.integer({
        meaning: 'First port of the mocks; service n, by name and from 0, is expected on this port + n.',
        unit: 'port',
        min: 1,
        max: MAX_PORT,
        example: '4101',
      }),
      [`${SERVICE}_URL`]: variable.url({
        meaning: 'Where a service is: ORDERS_URL for orders, and so on.',
        required: 'in production',
        default: '',
        defaultText: 'the mocks by MOCKS_PORT, else the localhost server of its contract',
        example: 'https://orders.internal',
      }),
      [`${SERVICE}_TIMEOUT_MS`]: variable.integer({
        meaning: 'How long one call of that service may take.',
        unit: 'milliseconds',
        min: 10,
        max: 60_000,
        default: 2_000,
      }),
      ...tokenVariables,
      [`${own}CONFIG_${CONSTANT}`]: variable.text({
        meaning: `Replaces a constant of schemas/clients/${client}.config.yaml: ${own}CONFIG_SHOP_ID for shopId.`,
        default: () => '',
        defaultText: 'what the file says',
        example: 'shop-7',
      }),
    },
  });
}

/** A service as its contract names it. */
export interface ServiceAddress {
  readonly service: string;
  readonly servers: readonly string[];
}

/** The schema of a process that calls these services: each gets its own variables. */
export function expandServices(
  schema: EnvironmentSchema,
  services: readonly ServiceAddress[],
): EnvironmentSchema {
  const sorted = services.toSorted((left, right) => (left.service < right.service ? -1 : 1));
  const variables = Object.entries(schema.variables).flatMap(([name, entry]) =>
    name.startsWith(SERVICE)
      ? sorted.map(
          (address, index) => [ownName(name, address), ofService(name, entry, address, index)] as const,
        )
      : [[name, entry] as const],
  );
  return defineEnvironment({ prefixes: schema.prefixes, variables: Object.fromEntries(variables) });
}

function prefixOf(client: string): string {
  return `${client.replaceAll('-', '_').toUpperCase()}_`;
}

function ownName(name: string, { service }: ServiceAddress): string {
  return name.replace(SERVICE, service.replaceAll('-', '_').toUpperCase());
}

function ofService(
  name: string,
  entry: Variable<unknown>,
  address: ServiceAddress,
  index: number,
): Variable<unknown> {
  if (!name.endsWith('_URL')) return entry;
  const from = ({ MOCKS_PORT }: Readonly<Record<string, unknown>>) =>
    localUrl(address, typeof MOCKS_PORT === 'number' ? MOCKS_PORT + index : undefined);
  return { ...entry, fallback: { text: entry.fallback?.text ?? '', from } };
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** The contract's server on this machine; with the port of its mock where there is one, and its own path. */
function localUrl({ service, servers }: ServiceAddress, mockPort: number | undefined): string {
  const local = servers.find((server) => LOOPBACK.test(URL.parse(server)?.hostname ?? ''));
  const path = (URL.parse(local ?? servers[0] ?? '/', 'http://localhost')?.pathname ?? '/').replace(
    /\/+$/,
    '',
  );
  if (mockPort !== undefined) return `http://127.0.0.1:${mockPort}${path}`;
  if (local === undefined)
    throw new RangeError(`is required, because the contract of ${service} has no localhost server`);
  return `${new URL(local).origin}${path}`;
}

/** What an environment says of one service. */
export interface ConfiguredService extends TokenPolicy {
  readonly url: string;
  readonly timeoutMs: number;
}

/** What an environment says, in the gateway's own terms. */
export interface GatewayConfiguration {
  readonly options: GatewayOptions;
  /** By service. */
  readonly services: Readonly<Record<string, ConfiguredService>>;
  /** Constants of the client that this deployment replaces. */
  readonly config: ReturnType<typeof replacedConstants>;
  /** Undefined: what processes must agree on, this one keeps for itself. */
  readonly redisUrl: string | undefined;
  readonly provider: ProviderOptions;
  /** Undefined where people do not sign in. */
  readonly session: SessionOptions | undefined;
  /** Undefined where they do. */
  readonly bearer: BearerOptions | undefined;
  readonly logLevel: LogLevel;
  readonly watch: boolean;
  readonly version: string;
}

/** What a process's variables are made for. */
export interface ConfiguredParts {
  /** A secret for a process that was given none, outside of production. */
  readonly createSecret: () => string;
  readonly services: readonly ServiceAddress[];
  /** As the client's `config.yaml` declares them. */
  readonly constants: Constants;
}

/** @param values of the schema that `expandServices` and `expandConstants` gave for the same parts */
export function readGatewayConfiguration(
  client: string,
  { services, constants, createSecret }: ConfiguredParts,
  values: Readonly<Record<string, unknown>>,
): GatewayConfiguration {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion, typescript/no-unnecessary-type-parameters -- the schema above gives each its type
  const read = <T>(name: string): T => values[name] as T;
  const own = prefixOf(client);
  const production = read<string>('NODE_ENV') === 'production';
  return {
    options: {
      production,
      host: read('HOST'),
      port: read(`${own}PORT`),
      operationsHost: read('OPS_HOST'),
      operationsPort: read(`${own}OPS_PORT`),
      publicOrigin: read('PUBLIC_ORIGIN'),
      trustedDocuments: read('TRUSTED_DOCUMENTS'),
      deadlineMs: read(`${own}DEADLINE_MS`),
      drainDelayMs: read('DRAIN_DELAY_MS'),
      drainMs: read('DRAIN_MS'),
      ...readGateOptions(own, read),
    },
    services: Object.fromEntries(
      services.map((address) => [
        address.service,
        {
          url: read(ownName(`${SERVICE}_URL`, address)),
          timeoutMs: read(ownName(`${SERVICE}_TIMEOUT_MS`, address)),
          ...readTokenPolicy((template) => read(ownName(template, address))),
        },
      ]),
    ),
    config: replacedConstants(`${own}CONFIG_${CONSTANT}`, constants, values),
    redisUrl: read('REDIS_URL'),
    provider: readProviderOptions(read),
    session: 'SESSION_SECRETS' in values ? readSessionOptions(read, createSecret) : undefined,
    bearer: `${own}AUDIENCE` in values ? readBearerOptions(read, own) : undefined,
    logLevel: read('LOG_LEVEL'),
    watch: read<boolean>('WATCH') && !production,
    version: read('GATEHOUSE_VERSION'),
  };
}
