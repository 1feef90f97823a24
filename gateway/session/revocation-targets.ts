import { personKeyOf, providerSessionKeyOf } from './person-key-of.ts';

interface Subject {
  readonly issuer: string;
  readonly sub: string | undefined;
  readonly sid: string | undefined;
}

/** The targets of revocations that void a token of this person and session. */
export function targetsOfToken({ issuer, sub, sid }: Subject & { readonly sub: string }): readonly string[] {
  const person = personKeyOf(issuer, sub);
  return [
    `person:${person}`,
    sid === undefined ? `unnamed:${person}` : `session:${providerSessionKeyOf(issuer, sid)}`,
  ];
}

/**
 * What to revoke when the provider says that this ended. With a session, the tokens that name it and, since they may
 * belong to it, those of the person that name none; without one, everything of the person.
 */
export function targetsOfLogout({ issuer, sub, sid }: Subject): readonly string[] {
  const person = sub === undefined ? undefined : personKeyOf(issuer, sub);
  if (sid === undefined) return person === undefined ? [] : [`person:${person}`];
  const session = `session:${providerSessionKeyOf(issuer, sid)}`;
  return person === undefined ? [session] : [session, `unnamed:${person}`];
}
