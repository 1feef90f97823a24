import type { Clock, Randomness } from '../../clock.ts';
import type { CookieKind } from '../cookies.ts';
import type { ConnectedProvider } from '../provider/connect-provider.ts';
import type { SessionReader } from '../session-reader.ts';
import type { Ledger } from '../store/ledger.ts';
import type { SessionStore } from '../store/session-store.ts';
import type { Revocations } from '../tokens/revocations.ts';
import type { AttemptCookies } from './attempt-cookies.ts';
import type { Envelope } from './create-envelope.ts';

/** What the routes of sign-in and sign-out have in common. */
export interface SignInParts {
  readonly provider: ConnectedProvider;
  readonly store: SessionStore;
  readonly ledger: Ledger;
  readonly kind: CookieKind;
  readonly secrets: readonly string[];
  readonly sessions: SessionReader;
  readonly attempts: AttemptCookies;
  readonly envelope: Envelope;
  /** `https://shop.example` */
  readonly publicOrigin: string;
  readonly idleMs: number;
  readonly absoluteMs: number;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly revocations: Pick<Revocations, 'revokeAtLogout' | 'revokeOrphan'>;
}
