import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { ContractError, loadContracts } from '#contract';
import { SettingsError } from '../read-settings.ts';
import { readServiceScopes } from './audiences.ts';
import { createIdentityProvider } from './create-identity-provider.ts';
import { createKeptModels } from './kept-models.ts';
import { type ProviderSettings, readProviderSettings } from './read-provider-settings.ts';
import { generateSigningKeys } from './signing-keys.ts';

const MS_PER_SECOND = 1000;

await main();

/** Starts the identity provider of the development shop, says where it listens, and stops on SIGTERM or SIGINT. */
async function main(): Promise<void> {
  try {
    const settings = readProviderSettings(process.env);
    const server = createServer(await createListener(settings));
    server.listen(settings.port, settings.host);
    await once(server, 'listening');
    announce({ msg: 'listening', service: 'sign-in', url: settings.issuer });
    announce({ msg: 'ready' });
    stopOnSignal(server);
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
    process.exitCode = 1;
  }
}

async function createListener(settings: ProviderSettings): Promise<Parameters<typeof createServer>[1]> {
  const { webOrigin, issuer } = settings;
  const schemas = settings.schemas ?? fileURLToPath(new URL('../../schemas/services', import.meta.url));
  return createIdentityProvider({
    ...settings,
    services: readServiceScopes(await loadContracts(schemas)),
    keys: await generateSigningKeys(),
    cookieSecret: randomUUID(),
    models: createKeptModels(),
    webBff: {
      proof: settings.webProof,
      redirectUris: [`${webOrigin}/bff/callback`],
      postLogoutRedirectUris: [`${webOrigin}/`],
      backchannelLogoutUri: settings.webLogoutUri,
    },
    mobileBff: { secret: settings.mobileSecret },
    mobileApp: {
      // What stands for an app that runs on this machine (RFC 8252): loopback on any port, and a scheme of its own.
      redirectUris: ['http://127.0.0.1/callback', 'example.copperfield.shop:/callback'],
      postLogoutRedirectUris: [],
      backchannelLogoutUri: settings.mobileLogoutUri,
    },
    createId: randomUUID,
    nowSeconds: () => Math.floor(Date.now() / MS_PER_SECOND),
    onTrouble: (problem) => announce({ level: 'warn', msg: 'trouble', issuer, problem }),
  }).listener;
}

/** Whoever starts the provider waits for these lines. */
function announce(line: Readonly<Record<string, string>>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function stopOnSignal(server: Server): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
    });
  }
}

/** The mistakes of whoever starts it need no stack, which would only hide what they say. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error && 'address' in error)
    return `port ${String(error.port)} of ${String(error.address)} is taken; stop what listens there, or set IDP_PORT`;
  const isMistake = [SettingsError, ContractError].some((kind) => error instanceof kind);
  return isMistake ? error.message : (error.stack ?? error.message);
}
