import type { RateGate } from '../../gateway/gates/rate-gate.ts';

/** Counts nothing. */
export const uncounted: RateGate = {
  refuseBlocked: () => {},
  countRequest: async () => {},
  charge: async () => {},
};

/** What request gates need and tests of something else do not ask about: nobody is in front, and nothing is counted. */
export const openGates = { trustedProxies: [], allowedOrigins: [], rateGate: uncounted };
