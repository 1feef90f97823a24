import { createHash } from 'node:crypto';

/** What an attempt to sign in is claimed under, once for all processes. The state itself stays with its browser. */
export function claimNameOf(state: string): string {
  return `sign-in:${createHash('sha256').update(state).digest('base64url')}`;
}
