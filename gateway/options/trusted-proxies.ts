import { isIP, isIPv4 } from 'node:net';

/** Ranges that have a name in proxy-addr. */
const NAMED: ReadonlySet<string> = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** Wider networks than the private ones hold strangers: whoever trusts them trusts what anybody writes. */
const MIN_PREFIX = { ipv4: 8, ipv6: 7 };

/**
 * An address, a network in CIDR form, or `loopback`, `linklocal`, `uniquelocal`.
 * @throws RangeError for anything else, and for networks that hold half the internet
 */
export function parseTrustedProxy(text: string): string {
  if (NAMED.has(text)) return text;
  const [address = '', prefix, ...rest] = text.split('/');
  if (isIP(address) === 0 || address.includes('%') || rest.length > 0) throw malformed(text);
  if (prefix === undefined) return text;
  const [least, most] = isIPv4(address) ? [MIN_PREFIX.ipv4, 32] : [MIN_PREFIX.ipv6, 128];
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > most) throw malformed(text);
  if (Number(prefix) < least) {
    throw new RangeError(`trusts too many with ${text}: a network has a prefix of at least ${least} bits`);
  }
  return text;
}

function malformed(text: string): RangeError {
  return new RangeError(
    `must list addresses, networks such as 10.0.0.0/8, or loopback; ${JSON.stringify(text.slice(0, 60))} is neither`,
  );
}
