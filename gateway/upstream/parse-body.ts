import { GatewayError } from '../errors.ts';

/** JSON is UTF-8 (RFC 8259, 8.1); a byte order mark is skipped. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Media type without parameters, in lower case. */
export function mediaTypeOf(contentType: string | undefined): string | undefined {
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  return mediaType === '' ? undefined : mediaType;
}

/**
 * `JSON.parse` makes `__proto__` an ordinary property of the result; nobody downstream may assign by such a name.
 * @throws GatewayError UPSTREAM_FAILED when it is not JSON. What it is instead is not repeated.
 */
export function parseBody(bytes: Uint8Array, mediaType: string | undefined, service: string): unknown {
  if (mediaType === undefined || !isJson(mediaType)) {
    throw new GatewayError('UPSTREAM_FAILED', { service }, new Error('the answer is not declared as JSON'));
  }
  try {
    return JSON.parse(utf8.decode(bytes)) as unknown;
  } catch {
    // The original error quotes the body.
    throw new GatewayError('UPSTREAM_FAILED', { service }, new Error('the answer is not JSON'));
  }
}

function isJson(mediaType: string): boolean {
  return mediaType === 'application/json' || mediaType.endsWith('+json') || mediaType === 'text/json';
}
