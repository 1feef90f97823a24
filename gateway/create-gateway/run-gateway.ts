import { readFileSync } from 'node:fs';
import { BindingError } from '../binding/index.ts';
import { systemClock, systemRandomness } from '../clock.ts';
import { ContractError } from '../contract/index.ts';
import { createGateway, type Gateway } from '../create-gateway.ts';
import {
  expandServices,
  type GatewayConfiguration,
  readGatewayConfiguration,
} from '../environment/define-gateway-environment.ts';
import { expandConstants } from '../environment/expand-constants.ts';
import { EnvironmentError, type EnvironmentSchema, parseEnvironment } from '../environment.ts';
import type { Resolvers } from '../execution/resolvers.ts';
import { ListenError } from '../http/listen.ts';
import { createLogger, type ProcessLogger } from '../observability/create-logger.ts';
import { OptionsError } from '../options.ts';
import { takeFingerprint, watchSchemas } from '../read-schemas/watch-schemas.ts';
import { type ClientSchemas, readSchemas, SchemaFilesError } from '../read-schemas.ts';
import { readPages } from './read-pages.ts';
import { type Credential, usersOf } from './users-of.ts';

/** What of `process` a gateway's process uses; `main.ts` hands it over. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly versions: { readonly node: string };
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  on(event: string, listener: (reason: unknown) => void): unknown;
  exit(code: number): unknown;
}

export interface GatewayProcess {
  /** `web` */
  readonly client: string;
  readonly environment: EnvironmentSchema;
  /** What its clients show. */
  readonly credential: Credential;
  /** What answers the fields marked `@resolver`. @default nothing */
  readonly resolvers?: Resolvers;
  /** Documents that are the same for everybody, by path: `/`. Read when the process starts. @default none */
  readonly pages?: Readonly<Record<string, URL>>;
  /** Of `schemas/`, with a slash at its end. */
  readonly schemas: URL;
}

/**
 * The life of a process: reads its environment, serves until SIGTERM or SIGINT, finishes what is in flight, exits
 * with 0. Whatever keeps it from starting is told at once, in words for the person who can change it, and exits with 1.
 */
export async function runGateway(host: Host, definition: GatewayProcess): Promise<void> {
  try {
    await serve(host, definition);
  } catch (error) {
    host.stderr.write(`${describeMistake(error, definition.client)}\n`);
    host.exit(1);
  }
}

async function serve(host: Host, definition: GatewayProcess): Promise<void> {
  const since = await takeFingerprint(definition.schemas);
  const schemas = await readSchemas({ directory: definition.schemas, client: definition.client });
  const configuration = configure(host, definition, schemas);
  const log = createLogger({
    level: configuration.logLevel,
    fields: { client: definition.client },
    clock: systemClock,
  });
  exitOnSurprise(host, log);
  const gateway = createConfigured(host, definition, { schemas, configuration, log });
  const addresses = await gateway.start();
  announce(host, { client: definition.client, ...addresses });
  const unwatch = configuration.watch ? reloadOnChange(gateway, definition, { since, log }) : undefined;
  stopOnSignal(host, log, async () => {
    unwatch?.();
    await gateway.stop();
  });
}

function configure(
  { env }: Host,
  { client, environment }: GatewayProcess,
  { contracts: services, config: constants = {} }: ClientSchemas,
) {
  const schema = expandConstants(expandServices(environment, services), constants);
  return readGatewayConfiguration(
    client,
    { services, constants, createSecret },
    parseEnvironment(schema, env, readText),
  );
}

/** Sessions that it signs do not outlive the process. */
function createSecret(): string {
  return systemRandomness.id() + systemRandomness.id();
}

function readText(path: string): string {
  return readFileSync(path, 'utf8');
}

interface Configured {
  readonly schemas: ClientSchemas;
  readonly configuration: GatewayConfiguration;
  readonly log: ProcessLogger;
}

function createConfigured(
  host: Host,
  definition: GatewayProcess,
  { schemas, configuration, log }: Configured,
): Gateway {
  const { options, services, config, redisUrl, version } = configuration;
  return createGateway({
    schemas,
    config,
    options,
    services,
    redisUrl,
    users: usersOf(definition.credential, configuration),
    resolvers: definition.resolvers ?? {},
    pages: readPages(definition.pages ?? {}),
    log,
    versions: { gatehouse: version, node: host.versions.node },
  });
}

/** Whatever the log level is: whoever started the process waits for this line. */
function announce(host: Host, addresses: Readonly<Record<string, string>>): void {
  const time = new Date(systemClock.now()).toISOString();
  host.stdout.write(`${JSON.stringify({ level: 'info', time, ...addresses, msg: 'listening' })}\n`);
}

function reloadOnChange(
  gateway: Gateway,
  { schemas: directory, client }: GatewayProcess,
  { since, log }: { readonly since: string; readonly log: ProcessLogger },
): () => void {
  return watchSchemas({
    directory,
    since,
    clock: systemClock,
    async onChange() {
      try {
        gateway.reload(await readSchemas({ directory, client }));
      } catch (error) {
        log.error(
          { problem: describeMistake(error, client).split('\n') },
          'schemas cannot be read; the former ones are served',
        );
      }
    },
  });
}

/** The second signal is impatience. */
function stopOnSignal(host: Host, log: ProcessLogger, stop: () => Promise<void>): void {
  let asked = false;
  async function finish(signal: unknown): Promise<void> {
    log.info({ signal }, 'stopping');
    await stop();
    log.info({}, 'stopped');
    end(host, log, 0);
  }
  const onSignal = (signal: unknown) => {
    if (asked) end(host, log, 1);
    else void finish(signal);
    asked = true;
  };
  host.on('SIGTERM', onSignal);
  host.on('SIGINT', onSignal);
}

/** After an error that nobody expected, nothing that this process believes can be relied on. */
function exitOnSurprise(host: Host, log: ProcessLogger): void {
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    host.on(event, (reason) => {
      log.fatal({ event, err: reason }, 'unexpected error');
      end(host, log, 1);
    });
  }
}

function end(host: Host, log: ProcessLogger, code: number): void {
  log.flush();
  host.exit(code);
}

const MISTAKES = [EnvironmentError, OptionsError, SchemaFilesError, ContractError, BindingError];

/** In words for the person who can change it; only what is nobody's known mistake shows its stack. */
function describeMistake(error: unknown, client: string): string {
  if (error instanceof ListenError) {
    const variable = `${client.toUpperCase()}_${error.server === 'clients' ? 'PORT' : 'OPS_PORT'}`;
    return `${error.message}; choose another one with ${variable}`;
  }
  if (!Error.isError(error)) return String(error);
  return MISTAKES.some((kind) => error instanceof kind) ? error.message : (error.stack ?? error.message);
}
