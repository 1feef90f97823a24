import { createHash } from 'node:crypto';
import type { PersonKey, ProviderSessionKey } from './store/session-store.ts';

/** One person at one issuer. The same in every process, and nothing that the subject could be read from. */
export function personKeyOf(issuer: string, sub: string): PersonKey {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place that makes them
  return hashOf('person', issuer, sub) as PersonKey;
}

/** One session at one issuer: its `sid`. */
export function providerSessionKeyOf(issuer: string, sid: string): ProviderSessionKey {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place that makes them
  return hashOf('session', issuer, sid) as ProviderSessionKey;
}

/** Stands for the sessions of a person of which the provider did not say to which of its own they belong. */
export function unnamedSessionKeyOf(person: PersonKey): ProviderSessionKey {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place that makes them
  return hashOf('unnamed', person) as ProviderSessionKey;
}

/** As JSON, so that no two lists of texts read the same. */
function hashOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
