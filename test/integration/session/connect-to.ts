import { generateKeyPairSync } from 'node:crypto';
import { type Clock, systemClock } from '../../../gateway/clock.ts';
import { parseClientKey } from '../../../gateway/options/client-key.ts';
import {
  type ConnectedProvider,
  connectProvider,
} from '../../../gateway/session/provider/connect-provider.ts';
import { createProviderFetch } from '../../../gateway/upstream/create-provider-fetch.ts';
import { started } from '../../support/leftovers.ts';
import { recordingLogger } from '../graphql/recording-logger.ts';

/** A private key as an operator would hand it over. */
export function createKeyText(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'ours' });
}

export interface ConnectionChoices {
  readonly issuer: string;
  readonly clock?: Clock;
  readonly scopes?: readonly string[];
  readonly timeoutMs?: number;
  /** Of our private key. @default one that no provider knows */
  readonly keyText?: string;
}

/** Our side of a provider, as the process has it. */
export function connectTo({
  issuer,
  clock = systemClock,
  scopes = ['openid', 'orders:read'],
  timeoutMs = 3_000,
  keyText = createKeyText(),
}: ConnectionChoices): ConnectedProvider {
  const { fetch } = started(createProviderFetch({ issuer, clock, timeoutMs }));
  return connectProvider({
    issuer,
    origins: [],
    clientId: 'web-bff',
    credential: { method: 'private_key_jwt', key: parseClientKey(keyText) },
    fetch,
    clock,
    randomness: { fraction: () => 0.5 },
    log: recordingLogger([]),
    redirectUri: 'https://shop.test/bff/callback',
    scopes,
  });
}
