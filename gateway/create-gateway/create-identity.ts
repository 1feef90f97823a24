import type { Identity } from '../session/identity.ts';
import { createOwnIdentity, type OwnIdentity } from '../session/own-identity.ts';
import { type BearerUsers, createBearerIdentity } from './create-bearer-identity.ts';
import { createSessionIdentity, type SessionUsers } from './create-session-identity.ts';
import type { IdentityParts } from './identity-parts.ts';

/** How users are known: `by` names the kind of credential. */
export type Users =
  | ({ readonly by: 'own' } & OwnIdentity)
  | ({ readonly by: 'session' } & SessionUsers)
  | ({ readonly by: 'bearer' } & BearerUsers);

export function createIdentity(users: Users, parts: IdentityParts): Identity {
  switch (users.by) {
    case 'own':
      return createOwnIdentity(users);
    case 'session':
      return createSessionIdentity(users, parts);
    case 'bearer':
      return createBearerIdentity(users, parts);
  }
}
