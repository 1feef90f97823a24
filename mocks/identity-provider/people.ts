/** Somebody who can sign in. */
export interface Person {
  /** What is typed and clicked: `ada`. */
  readonly name: string;
  /** The subject of tokens: `u_ada`. */
  readonly sub: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string;
}

/** Everybody whom the local provider knows. They have no passwords. */
export const PEOPLE: readonly Person[] = [
  { name: 'ada', sub: 'u_ada', givenName: 'Ada', familyName: 'Lovelace', email: 'ada@copperfield.example' },
  {
    name: 'grace',
    sub: 'u_grace',
    givenName: 'Grace',
    familyName: 'Hopper',
    email: 'grace@copperfield.example',
  },
];

/** By name (`ada`) or by subject (`u_ada`). */
export function findPerson(nameOrSubject: string): Person | undefined {
  return PEOPLE.find(({ name, sub }) => nameOrSubject === name || nameOrSubject === sub);
}

/** Standard claims of OpenID Connect, whichever scopes were asked for; the provider leaves out what was not. */
export function claimsOfPerson({ sub, givenName, familyName, email, name }: Person): {
  readonly sub: string;
  readonly [claim: string]: unknown;
} {
  return {
    sub,
    name: `${givenName} ${familyName}`,
    given_name: givenName,
    family_name: familyName,
    preferred_username: name,
    email,
    email_verified: true,
  };
}
