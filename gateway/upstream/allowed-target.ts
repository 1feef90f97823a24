import { GatewayError } from '../errors.ts';
import type { ServiceSettings } from './service-settings.ts';
import type { UpstreamRequest } from './upstream.ts';

/** Where one call goes: the service's settings, and the path on its origin. */
export interface Target {
  readonly settings: ServiceSettings;
  /** The base URL's path and the request's, with its query. */
  readonly path: string;
}

/** Longest path with query that is sent, in bytes. Servers refuse longer ones anyway, most of them at 8 or 16 KiB. */
export const MAX_PATH_BYTES = 16_384;

/** Visible ASCII without the characters that end a path, or that some servers read as a slash. */
const SENDABLE = /^\/(?!\/)[!$-[\]-~]*$/;

/**
 * The allow-list: only services of the settings, and only below their base URL. Everything else is
 * UPSTREAM_REJECTED, before a connection or a token is asked for.
 */
export function allowedTarget(
  services: ReadonlyMap<string, ServiceSettings>,
  request: Pick<UpstreamRequest, 'service' | 'path'>,
): Target {
  const { service, path } = request;
  const settings = services.get(service);
  if (settings === undefined) throw refused(service, 'this service is not configured');
  if (path.length > MAX_PATH_BYTES) throw refused(service, 'the path is too long');
  if (!SENDABLE.test(path)) throw refused(service, 'the path holds characters that cannot be sent');
  if (climbs(pathname(path))) throw refused(service, 'the path leaves the base URL');
  return { settings, path: basePath(settings.url) + path };
}

function refused(service: string, reason: string): GatewayError {
  return new GatewayError('UPSTREAM_REJECTED', { service }, new Error(reason));
}

function pathname(path: string): string {
  const query = path.indexOf('?');
  return query < 0 ? path : path.slice(0, query);
}

function basePath(url: string): string {
  return new URL(url).pathname.replace(/\/+$/, '');
}

/**
 * True when any server might read a `.` or `..` segment out of it. Servers and proxies decode once, twice or not at
 * all, take backslashes for slashes, and drop what follows a semicolon, so each of these readings counts.
 */
function climbs(path: string): boolean {
  for (let reading = path, round = 0; ; round += 1) {
    if (reading.split(/[/\\]/).some((segment) => /^\.\.?(?:;|$)/.test(segment))) return true;
    const decoded = decodedOnce(reading);
    if (decoded === undefined || round === MAX_DECODINGS) return true;
    if (decoded === reading) return false;
    reading = decoded;
  }
}

/** An id that is still encoded after so many decodings is an attack, not an id. */
const MAX_DECODINGS = 4;

/** Undefined where the escapes are no UTF-8; a lone `%` was escaped by whoever encoded the path and stays. */
function decodedOnce(path: string): string | undefined {
  try {
    return path.replaceAll(/(?:%[0-9a-f]{2})+/gi, (escapes) => decodeURIComponent(escapes));
  } catch {
    return undefined;
  }
}
