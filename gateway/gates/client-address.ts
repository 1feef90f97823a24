import type { IncomingMessage } from 'node:http';
import { isIP, isIPv4 } from 'node:net';
import proxyAddr from 'proxy-addr';

export type ClientAddress = (request: IncomingMessage) => string;

/**
 * Where a request came from, as it is counted: an IPv4 address, or the /64 network of an IPv6 address, since whoever has
 * one of those has all of it. From right to left in X-Forwarded-For, the first address that is no trusted proxy; what
 * stands left of it anybody may have written.
 *
 * @param trustedProxies see `GatewayOptions.trustedProxies`; of everybody else no header is believed
 */
export function createClientAddress(trustedProxies: readonly string[]): ClientAddress {
  const trusts = proxyAddr.compile([...trustedProxies]);
  return (request) => {
    const connected = countedAddress(request.socket.remoteAddress ?? '');
    if (trustedProxies.length === 0 || connected === undefined) return connected ?? UNKNOWN;
    return (
      proxyAddr
        .all(request, trusts)
        .map(countedAddress)
        .findLast((address) => address !== undefined) ?? connected
    );
  };
}

/** Its socket is closed already; nobody will read the answer. */
const UNKNOWN = 'unknown';

/** Undefined for what is no address. */
function countedAddress(written: string): string | undefined {
  const address = withoutPort(written).replace(/%.*$/, '');
  if (isIPv4(address)) return address;
  if (isIP(address) === 0) return undefined;
  const groups = groupsOf(address);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped)
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 0xff])
      .join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** Some proxies write `192.0.2.1:4711` and `[2001:db8::1]:4711`. */
function withoutPort(written: string): string {
  return (
    /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(written)?.[1] ?? /^\[(.+)\](?::\d+)?$/.exec(written)?.[1] ?? written
  );
}

/** The eight numbers of a valid IPv6 address; URL writes the dotted form of the last two as hexadecimal. */
function groupsOf(address: string): readonly number[] {
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const left = numbersOf(head);
  const right = numbersOf(tail ?? '');
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
}

function numbersOf(text: string): readonly number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}
