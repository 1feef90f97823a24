import {
  allowInsecureRequests,
  type ClientAuth,
  Configuration,
  customFetch,
  discovery as discover,
} from 'openid-client';
import type { Clock, Randomness } from '../../clock.ts';
import { GatewayError } from '../../errors.ts';
import type { Logger } from '../../observability/logger.ts';
import type { ClientCredential } from '../../options/provider-options.ts';
import type { ProviderFetch } from '../../upstream/create-provider-fetch.ts';
import { authenticateClient } from './authenticate-client.ts';
import { checkMetadata, MetadataError } from './check-metadata.ts';
import { providerFailure } from './provider-failure.ts';

export interface DiscoverySettings {
  /** Character by character as the provider writes it. */
  readonly issuer: string;
  /** Further origins of its endpoints. */
  readonly origins: readonly string[];
  readonly clientId: string;
  readonly credential: ClientCredential;
  readonly fetch: ProviderFetch['fetch'];
  readonly clock: Clock;
  readonly randomness: Pick<Randomness, 'fraction'>;
  readonly log: Logger;
}

export interface Discovery {
  /**
   * What the provider said of itself, at most an hour ago; older while it is away. Asks nobody for a while after an
   * attempt that failed.
   * @throws GatewayError SIGN_IN_UNAVAILABLE when it never said anything that can be used
   */
  readonly current: () => Promise<Configuration>;
  /**
   * The same from a provider that answered a moment ago: nobody is sent to one that is away.
   * @throws GatewayError SIGN_IN_UNAVAILABLE
   */
  readonly confirmed: () => Promise<Configuration>;
}

const REMEMBERED_MS = 3_600_000;
const CONFIRMED_MS = 1_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/** Asks the provider when somebody needs it first, never at start: the provider may come up after us. */
export function createDiscovery(settings: DiscoverySettings): Discovery {
  const { clock, randomness, log } = settings;
  let known: { readonly configuration: Configuration; readonly at: number } | undefined;
  let asking: Promise<Configuration> | undefined;
  let failures = 0;
  let notBefore = Number.NEGATIVE_INFINITY;
  let authentication: Promise<ClientAuth> | undefined;

  async function ask(): Promise<Configuration> {
    authentication ??= authenticateClient(settings.credential);
    try {
      const configuration = await configurationFor(settings, await authentication);
      known = { configuration, at: clock.monotonicMs() };
      failures = 0;
      return configuration;
    } catch (error) {
      const longestMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
      failures += 1;
      notBefore = clock.monotonicMs() + longestMs * (0.5 + randomness.fraction() / 2);
      const reason = error instanceof MetadataError ? error.message : undefined;
      const failure = reason === undefined ? providerFailure(error) : refused(reason);
      log.warn(
        { event: 'provider not usable', reason: causeOf(failure) },
        'what the identity provider says of itself cannot be had or used',
      );
      throw failure;
    }
  }

  function askOnce(): Promise<Configuration> {
    asking ??= ask().finally(() => (asking = undefined));
    return asking;
  }

  return {
    async confirmed() {
      const now = clock.monotonicMs();
      if (known !== undefined && now - known.at < CONFIRMED_MS) return known.configuration;
      if (now < notBefore && asking === undefined) throw refused('asked a moment ago, without success');
      return askOnce();
    },
    async current() {
      const now = clock.monotonicMs();
      if (known !== undefined && now - known.at < REMEMBERED_MS) return known.configuration;
      if (now < notBefore && asking === undefined) {
        if (known !== undefined) return known.configuration;
        throw refused('asked a moment ago, without success');
      }
      if (known === undefined) return askOnce();
      askOnce().catch(() => {}); // logged; whoever asks now goes on with what is known
      return known.configuration;
    },
  };
}

async function configurationFor(settings: DiscoverySettings, authentication: ClientAuth) {
  const isPlain = settings.issuer.startsWith('http:'); // on loopback, outside of production: the environment saw to that
  const execute = isPlain ? [allowInsecureRequests] : [];
  const options = { [customFetch]: settings.fetch, timeout: 30, execute };
  const found = await discover(
    new URL(settings.issuer),
    settings.clientId,
    undefined,
    authentication,
    options,
  );
  const metadata = checkMetadata(found.serverMetadata(), settings);
  const configuration = new Configuration(metadata, settings.clientId, undefined, authentication);
  configuration[customFetch] = settings.fetch;
  if (isPlain) allowInsecureRequests(configuration);
  return configuration;
}

function refused(reason: string): GatewayError {
  return new GatewayError('SIGN_IN_UNAVAILABLE', {}, new Error(`the identity provider: ${reason}`));
}

function causeOf({ cause }: GatewayError): string {
  return cause instanceof Error ? cause.message : 'unknown';
}
