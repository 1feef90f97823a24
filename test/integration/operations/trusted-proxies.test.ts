import { describe, expect, it } from '@jest/globals';
import { BFFS } from '../../support/bffs.ts';
import { runBff, startBff } from '../../support/start-bff.ts';

const web = BFFS.filter(({ name }) => name === 'web');

describe.each(web)('PLT-01 $name', (bff) => {
  it.each([
    ['true', '*'],
    ['0.0.0.0/0', 'null'],
    ['loopback,proxy.internal', 'https://app.shop.test,https://*.shop.test'],
  ])('CSR-03 does not start with the proxies %s and the origins %s', async (proxies, origins) => {
    const env = { TRUSTED_PROXIES: proxies, CORS_ORIGINS: origins };
    const { code, complaint } = await runBff(bff, { env });
    expect([code, complaint]).toEqual([
      1,
      expect.stringMatching(/TRUSTED_PROXIES (must list|trusts too many)/),
    ]);
    expect(complaint).toContain('CORS_ORIGINS must list origins');
  });

  it('believes nothing that somebody forwards whom it does not trust: not the address, the scheme or the log', async () => {
    const limit = { [`${bff.name.toUpperCase()}_RATE_ADDRESS_REQUESTS`]: '20' };
    const { url, lines, line } = await startBff(bff, { env: limit });
    const statuses = [];
    for (let index = 1; index <= 30; index += 1) {
      const address = `198.51.100.${index}`;
      const headers = {
        ...bff.headers,
        'x-forwarded-for': address,
        'x-real-ip': address,
        forwarded: `for=${address};proto=https`,
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'evil.test',
      };
      const answer = await fetch(`${url}/nowhere`, { headers });
      statuses.push(answer.status);
      expect([answer.headers.get('strict-transport-security'), await answer.text()]).toEqual([
        null,
        expect.not.stringContaining('evil'),
      ]);
    }
    expect(statuses).toEqual([...Array<number>(20).fill(404), ...Array<number>(10).fill(429)]);
    const told = await line(({ event }) => event === 'rate limited');
    expect(told['address']).toBe('127.0.0.1');
    expect(JSON.stringify(lines)).not.toMatch(/198\.51\.100|evil/);
  });
});
