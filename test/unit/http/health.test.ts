import { describe, expect, it } from '@jest/globals';
import { GatewayError } from '../../../gateway/errors.ts';
import type { LifecycleState } from '../../../gateway/lifecycle.ts';
import { openHttp } from './open-http.ts';

const PHASES: readonly [LifecycleState['phase'], number][] = [
  ['starting', 503],
  ['serving', 200],
  ['draining', 503],
  ['stopped', 503],
];

const authenticate = () => Promise.reject(new GatewayError('UNAUTHENTICATED'));

describe('the probes', () => {
  it.each(PHASES)('while %s: /livez answers 200, /readyz %d', async (phase, ready) => {
    const { url } = await openHttp({ phase: () => phase });
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    const answer = await fetch(`${url}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([ready, { status: ready === 200 ? 'ok' : phase }]);
  });

  it.each(['/livez', '/readyz'])(
    'at %s ask for no credential and carry the security headers',
    async (path) => {
      const { url } = await openHttp({ authenticate });
      const answer = await fetch(`${url}${path}`, { headers: { authorization: 'nonsense' } });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('cache-control')).toBe('no-store');
    },
  );

  it.each(['/livez/', '/LIVEZ', '/livez/x'])('are not at %s', async (path) => {
    const { url } = await openHttp();
    expect((await fetch(`${url}${path}`)).status).toBe(404);
  });
});
