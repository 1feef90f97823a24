import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { loadContracts } from '#contract';
import { readServiceScopes, type ServiceScopes } from '../../mocks/identity-provider/audiences.ts';
import {
  createIdentityProvider,
  type IdentityProvider,
} from '../../mocks/identity-provider/create-identity-provider.ts';
import { createKeptModels } from '../../mocks/identity-provider/kept-models.ts';
import { generateClientKeys, generateSigningKeys } from '../../mocks/identity-provider/signing-keys.ts';
import { createCookieJar } from './cookie-jar.ts';
import type {
  IdentityProviderKnobs,
  IdentityProviderServer,
} from './identity-provider/identity-provider-server.ts';
import { createProviderFaults } from './identity-provider/provider-faults.ts';
import { describeRequest, type ProviderRequest, seeBody } from './identity-provider/provider-request.ts';
import { createTestTokens } from './identity-provider/test-tokens.ts';
import { repairStructuredClone } from './repair-structured-clone.ts';
import { signIn, signOut } from './sign-in.ts';

export type { IdentityProviderKnobs, IdentityProviderServer };

const SECOND_MS = 1000;

/** Starts a provider on a free port of 127.0.0.1. End it with `started(…)` of leftovers.ts, or with `await using`. */
export async function startIdentityProvider(
  knobs: IdentityProviderKnobs = {},
): Promise<IdentityProviderServer> {
  repairStructuredClone();
  const services = knobs.services ?? (await readRepositoryScopes());
  const { privateJwk, publicJwk } = await generateClientKeys();
  const state = { knobs, keys: await generateSigningKeys(), port: knobs.port ?? 0, issuer: knobs.issuer };
  const models = createKeptModels();
  const faults = createProviderFaults();
  const requests: ProviderRequest[] = [];
  const troubles: string[] = [];
  const waiting = new Set<() => void>();
  const [cookieSecret, mobileSecret] = [randomUUID(), randomUUID()];
  const issuerNow = (): string => state.issuer ?? `http://127.0.0.1:${state.port}`;

  let provider: IdentityProvider | undefined;
  let server: Server | undefined;

  /** Other keys or clients make another provider, which remembers what the former one knew. */
  function renew(): void {
    const { redirectUris = [], postLogoutRedirectUris = [], webLogoutUri, mobileLogoutUri } = state.knobs;
    provider = createIdentityProvider({
      ...state.knobs,
      issuer: issuerNow(),
      services,
      keys: state.keys,
      cookieSecret,
      models,
      webBff: {
        proof: state.knobs.webProof ?? { keys: [publicJwk] },
        redirectUris: [...redirectUris, 'http://127.0.0.1:4000/bff/callback'],
        postLogoutRedirectUris: [...postLogoutRedirectUris, 'http://127.0.0.1:4000/'],
        ...(webLogoutUri === undefined ? {} : { backchannelLogoutUri: webLogoutUri }),
      },
      mobileBff: { secret: mobileSecret },
      mobileApp: {
        redirectUris: ['http://127.0.0.1/callback'],
        postLogoutRedirectUris: [],
        ...(mobileLogoutUri === undefined ? {} : { backchannelLogoutUri: mobileLogoutUri }),
      },
      createId: randomUUID,
      nowSeconds: () => Math.floor(Date.now() / SECOND_MS),
      onTrouble: (problem) => void troubles.push(problem),
    });
  }

  function change(knobsNow: Partial<IdentityProviderKnobs>): void {
    state.knobs = { ...state.knobs, ...knobsNow };
    renew();
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const seen = describeRequest(request, await seeBody(request));
    response.once('finish', () => {
      seen.status = response.statusCode;
    });
    requests.push(seen);
    for (const look of waiting) look();
    if (await faults.meet(seen.endpoint, request, response)) return;
    provider?.listener(request, response);
  }

  async function start(): Promise<void> {
    const own = createServer((request, response) => {
      serve(request, response).catch(() => response.destroy());
    });
    own.listen(state.port, '127.0.0.1');
    await once(own, 'listening');
    const address = own.address();
    if (typeof address === 'object' && address !== null) state.port = address.port;
    server = own;
    renew();
  }

  async function stop(): Promise<void> {
    const own = server;
    server = undefined;
    if (own === undefined) return;
    const closed = once(own, 'close');
    own.close();
    own.closeAllConnections();
    await closed;
  }

  await start();
  const tokens = createTestTokens({
    issuer: issuerNow,
    keys: () => state.keys,
    algorithm: knobs.algorithm ?? 'RS256',
  });
  return {
    ...tokens,
    issuer: issuerNow(),
    port: state.port,
    get keys() {
      return state.keys;
    },
    clientKey: privateJwk,
    mobileSecret,
    requests,
    troubles,
    models,
    count: (endpoint, grantType) =>
      requests.filter(
        (one) =>
          one.endpoint === endpoint &&
          (grantType === undefined || one.params.get('grant_type') === grantType),
      ).length,
    forget: () => void requests.splice(0),
    asked(endpoint, times = 1) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = (): void => {
        if (requests.filter((one) => one.endpoint === endpoint).length < times) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
      return promise;
    },
    fail: (endpoint, fault, times = Number.POSITIVE_INFINITY) => faults.add(endpoint, fault, times),
    heal: (endpoint) => faults.remove(endpoint),
    async rotateKeys({ keepOld = false } = {}) {
      const fresh = await generateSigningKeys();
      state.keys = { keys: keepOld ? [...fresh.keys, ...state.keys.keys] : fresh.keys };
      renew();
    },
    sendLogoutTo: (client, uri) =>
      change({ [client === 'web-bff' ? 'webLogoutUri' : 'mobileLogoutUri']: uri }),
    allowRedirect(redirectUri, postLogoutRedirectUri) {
      const { redirectUris = [], postLogoutRedirectUris = [] } = state.knobs;
      change({
        redirectUris: [...redirectUris, redirectUri],
        postLogoutRedirectUris: [
          ...postLogoutRedirectUris,
          ...(postLogoutRedirectUri === undefined ? [] : [postLogoutRedirectUri]),
        ],
      });
    },
    setLifetimes: change,
    signIn: (url, person, jar = createCookieJar()) => signIn(url, person, jar),
    signOut,
    forgetPerson: (sub) => models.removePerson(sub),
    stop,
    start,
    [Symbol.asyncDispose]: stop,
  };
}

let scopesOfRepository: Promise<readonly ServiceScopes[]> | undefined;

function readRepositoryScopes(): Promise<readonly ServiceScopes[]> {
  const contracts = new URL('../../schemas/services', import.meta.url).pathname;
  scopesOfRepository ??= loadContracts(contracts).then(readServiceScopes);
  return scopesOfRepository;
}
