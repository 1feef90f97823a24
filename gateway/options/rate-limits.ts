import { z } from 'zod';

/**
 * How much one address and one viewer may ask for in a minute, over all processes of one client. Whoever asks for more
 * is refused with RATE_LIMITED, HTTP 429, and told when to come back; what was refused counts as well. 0 switches a
 * limit off.
 *
 * A minute begins with the first request that is counted, so twice a limit may pass around its end.
 */
export interface RateLimits {
  /**
   * Requests of one address, whatever they ask for, before a credential is looked at. Everybody behind one NAT shares
   * it. Range 0–100_000_000. @default 60_000 // a thousand a second
   */
  readonly addressRequests: number;
  /** Requests of one address that begin or finish a sign-in; each sign-in makes two. Range 0–100_000_000. @default 1_200 */
  readonly addressSignIns: number;
  /**
   * Cost of the operations of one person, over all of their sessions; see `DocumentLimits.maxCost`. A document that has
   * to be read first costs 100 more. Range 0–100_000_000. @default 2_000_000 // two thousand product pages
   */
  readonly personPoints: number;
  /** The same for everybody at one address who is not signed in. Range 0–100_000_000. @default 20_000_000 */
  readonly anonymousPoints: number;
  /**
   * How many processes serve this client. While Redis is away each grants this part of half a limit, so that all of
   * them together, and what Redis had granted before, stay below one and a half. Range 1–1_000. @default 2
   */
  readonly processes: number;
}

const points = (max: number, usual: number) => z.int().min(0).max(max).default(usual);

export const RATE_LIMITS = z.strictObject({
  addressRequests: points(100_000_000, 60_000),
  addressSignIns: points(100_000_000, 1_200),
  personPoints: points(100_000_000, 2_000_000),
  anonymousPoints: points(100_000_000, 20_000_000),
  processes: z.int().min(1).max(1_000).default(2),
} satisfies Record<keyof RateLimits, z.ZodType>);

/** What rates are when nobody says otherwise. */
export const DEFAULT_RATES: RateLimits = Object.freeze(RATE_LIMITS.parse({}));
