/** Who a session belongs to, as it is sealed into its record. */
export interface SessionIdentity {
  readonly issuer: string;
  readonly sub: string;
  /** The session at the provider, where it has one. */
  readonly sid: string | undefined;
  /** What the ID token says of the person. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Claims that say something of the token or of the sign-in, and nothing of the person (OpenID Connect Core, 2). */
const OF_THE_TOKEN = [
  'iss',
  'aud',
  'exp',
  'iat',
  'nbf',
  'jti',
  'nonce',
  'azp',
  'at_hash',
  'c_hash',
  's_hash',
  'auth_time',
  'sid',
];

export function createSessionIdentity(
  issuer: string,
  signedIn: { readonly sub: string; readonly sid: string | undefined; readonly claims: object },
): SessionIdentity {
  const claims = Object.entries(signedIn.claims).filter(([name]) => !OF_THE_TOKEN.includes(name));
  return { issuer, sub: signedIn.sub, sid: signedIn.sid, claims: Object.fromEntries(claims) };
}

export function presentSessionIdentity(identity: SessionIdentity): string {
  return JSON.stringify(identity);
}

/** @throws Error for a text that `presentSessionIdentity` did not give */
export function parseSessionIdentity(text: string): SessionIdentity {
  const identity: SessionIdentity = JSON.parse(text);
  if (typeof identity.sub !== 'string') throw new TypeError('this is nobody');
  return identity;
}
