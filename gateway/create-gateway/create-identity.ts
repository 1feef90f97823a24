import type { Identity } from '../session/identity.ts';
import { createOwnIdentity, type OwnIdentity } from '../session/own-identity.ts';

/** How users are known: `by` names the kind of credential. */
export type Users = { readonly by: 'own' } & OwnIdentity;

export function createIdentity(users: Users): Identity {
  return createOwnIdentity(users);
}
