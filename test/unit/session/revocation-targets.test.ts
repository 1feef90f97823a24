import { describe, expect, it } from '@jest/globals';
import { targetsOfLogout, targetsOfToken } from '../../../gateway/session/revocation-targets.ts';

const issuer = 'https://id.test';
const tokens = {
  'of the session': { issuer, sub: 'u_ada', sid: 's1' },
  'of another session': { issuer, sub: 'u_ada', sid: 's2' },
  'without a session': { issuer, sub: 'u_ada', sid: undefined },
  'of somebody else': { issuer, sub: 'u_grace', sid: 's3' },
  'of somebody else without a session': { issuer, sub: 'u_grace', sid: undefined },
  'of the same names at another issuer': { issuer: 'https://other.test', sub: 'u_ada', sid: 's1' },
};

describe('a logout', () => {
  it.each([
    ['of a session and a person', { sub: 'u_ada', sid: 's1' }, ['of the session', 'without a session']],
    ['of a session', { sub: undefined, sid: 's1' }, ['of the session']],
    [
      'of a person',
      { sub: 'u_ada', sid: undefined },
      ['of the session', 'of another session', 'without a session'],
    ],
  ])('%s voids these tokens and no others', (_, subject, expected) => {
    const revoked = targetsOfLogout({ issuer, ...subject });
    const voided = Object.entries(tokens).filter(([, token]) =>
      targetsOfToken(token).some((target) => revoked.includes(target)),
    );
    expect(voided.map(([name]) => name)).toEqual(expected);
  });
});
