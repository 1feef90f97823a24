import type { Authenticate } from '../gates/authenticate.ts';
import type { Proof, Route } from '../gates/route.ts';
import type { SignedInPeople } from '../gates/signed-in-people.ts';
import type { TokenSource } from '../upstream/token-source.ts';

/** How the users of one client are known, from the cookie or token that they send to the tokens that services get. */
export interface Identity {
  /** What `/graphql` asks of requests, so that no other site can forge them. */
  readonly proof: Proof;
  readonly authenticate: Authenticate;
  /** Sign-in, sign-out and what belongs to them. */
  readonly routes: readonly Route[];
  readonly tokens: TokenSource;
  /** Undefined where there are no sessions, so that nothing is known of people but what each request shows. */
  readonly people: SignedInPeople | undefined;
  /** Connects to what it needs. Does not wait for the provider or for Redis to be there. */
  start(): Promise<void>;
  stop(): Promise<void>;
}
