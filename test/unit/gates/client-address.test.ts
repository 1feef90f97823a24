import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { createClientAddress } from '../../../gateway/gates/client-address.ts';

/** The address that is counted for a request which this peer sent with this X-Forwarded-For. */
function countedFor(trusted: readonly string[], peer: string | undefined, forwarded?: string): string {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that is read of a request
  const request = { headers, socket: { remoteAddress: peer } } as IncomingMessage;
  return createClientAddress(trusted)(request);
}

describe('PLT-01 the address of a client', () => {
  it.each([
    ['nobody is trusted', [], '127.0.0.1', '198.51.100.7'],
    ['another network is trusted', ['10.0.0.0/8'], '127.0.0.1', '198.51.100.7'],
    ['its peer claims to be loopback', ['loopback'], '203.0.113.9', '127.0.0.1'],
    ['its peer claims to be a trusted proxy', ['10.0.0.0/8'], '203.0.113.9', '198.51.100.7, 10.0.0.1'],
  ])('is the peer’s when %s, whatever it forwards', (_, trusted, peer, forwarded) => {
    expect(countedFor(trusted, peer, forwarded)).toBe(peer);
  });

  it.each([
    ['198.51.100.7', '198.51.100.7'],
    ['6.6.6.6, 198.51.100.7', '198.51.100.7'],
    ['6.6.6.6, 198.51.100.7, 10.1.2.3', '198.51.100.7'],
    ['127.0.0.1, 198.51.100.7', '198.51.100.7'],
    ['198.51.100.7:4711', '198.51.100.7'],
    ['[2001:db8:1:2:3::9]:4711', '2001:db8:1:2::/64'],
    ['10.9.9.9', '10.9.9.9'],
  ])('behind trusted proxies that forward %s is %s', (forwarded, address) => {
    expect(countedFor(['10.0.0.0/8'], '10.0.0.1', forwarded)).toBe(address);
  });

  it.each(['', ' , ', 'unknown', '_hidden', 'x'.repeat(10_000), '999.1.1.1', '1', '::1::2', '127.0.0.1\n'])(
    'is the proxy’s when what the proxy forwards is no address: %j',
    (forwarded) => {
      expect(countedFor(['10.0.0.0/8'], '10.0.0.1', forwarded)).toBe('10.0.0.1');
    },
  );

  it.each([
    ['::ffff:198.51.100.7', '198.51.100.7'],
    ['::FFFF:c633:6407', '198.51.100.7'],
    ['2001:db8:0:0:1::', '2001:db8:0:0::/64'],
    ['2001:0DB8::1', '2001:db8:0:0::/64'],
    ['2001:db8::ffff:ffff:ffff:ffff', '2001:db8:0:0::/64'],
    ['2001:db8:0:1::1', '2001:db8:0:1::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4::/64'],
    ['64:ff9b::198.51.100.7', '64:ff9b:0:0::/64'],
  ])('%s counts as %s', (peer, address) => expect(countedFor([], peer)).toBe(address));

  it('trusts a proxy that connects over an IPv4-mapped address', () => {
    expect(countedFor(['10.0.0.0/8'], '::ffff:10.0.0.1', '198.51.100.7')).toBe('198.51.100.7');
  });

  it('of a connection that is gone is nobody’s', () => {
    expect(countedFor([], undefined)).toBe('unknown');
    expect(countedFor(['loopback'], undefined, '198.51.100.7')).toBe('unknown');
  });
});
