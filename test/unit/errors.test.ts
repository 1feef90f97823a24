import { describe, expect, it } from '@jest/globals';
import { ERRORS } from '../../gateway/errors.ts';

describe('the catalogue, about who asks', () => {
  it.each(['SESSIONS_UNAVAILABLE', 'SIGN_IN_UNAVAILABLE'] as const)(
    'promises with %s that an outage signs nobody out',
    (code) => {
      expect(ERRORS[code]).toMatchObject({ status: 503, retryable: true });
      expect(ERRORS[code].text).toContain('nobody was signed out');
    },
  );

  it('never takes one refusal for another', () => {
    expect(ERRORS.UNAUTHENTICATED.status).toBe(401);
    expect(ERRORS.FORBIDDEN.status).toBe(403);
    expect(ERRORS.SIGN_IN_FAILED).toMatchObject({ status: 400, retryable: false });
    expect(ERRORS.RATE_LIMITED).toMatchObject({ status: 429, retryable: true });
  });
});
