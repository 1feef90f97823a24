import type { ServiceOptions, ServiceSettings } from './service-settings.ts';

export const SERVICE_DEFAULTS: Omit<ServiceSettings, 'url'> = Object.freeze({
  timeoutMs: 2_000,
  connectTimeoutMs: 250,
  headersTimeoutMs: 2_000,
  bodyTimeoutMs: 1_000,
  maxAnswerBytes: 10_000_000,
  connections: 64,
  token: 'exchange',
});

type Ranged = Exclude<keyof typeof SERVICE_DEFAULTS, 'token' | 'audience'>;

const RANGES: readonly (readonly [name: Ranged, min: number, max: number])[] = [
  ['timeoutMs', 10, 60_000],
  ['connectTimeoutMs', 1, 30_000],
  ['headersTimeoutMs', 1, 60_000],
  ['bodyTimeoutMs', 1, 60_000],
  ['maxAnswerBytes', 1_000, 100_000_000],
  ['connections', 1, 1_024],
];

/**
 * Fills in defaults and checks every value.
 * @throws TypeError that names all mistakes of this service at once.
 */
export function resolveServiceSettings(service: string, options: ServiceOptions): ServiceSettings {
  const settings = { ...SERVICE_DEFAULTS, ...options };
  const mistakes = [...urlMistakes(settings.url), ...rangeMistakes(settings), ...tokenMistakes(settings)];
  if (mistakes.length > 0) throw new TypeError(`Service ${service}: ${mistakes.join('; ')}.`);
  return Object.freeze(settings);
}

function rangeMistakes(settings: ServiceSettings): string[] {
  return RANGES.flatMap(([name, min, max]) => {
    const value = settings[name];
    const fits = Number.isInteger(value) && value >= min && value <= max;
    return fits ? [] : [`${name} must be an integer from ${min} to ${max}`];
  });
}

/** For whoever writes no TypeScript. */
function tokenMistakes({ token, audience }: ServiceSettings): string[] {
  const mistakes: string[] = [];
  if (!['exchange', 'propagate', 'none'].includes(token))
    mistakes.push('token must be exchange, propagate or none');
  // RFC 8693, 2.1: a name, or a URI; neither has spaces.
  if (audience !== undefined && !/^[\x21-\x7e]{1,256}$/.test(audience))
    mistakes.push('audience must be 1 to 256 visible ASCII characters');
  return mistakes;
}

/** The URL itself is not repeated: it may hold a password. */
function urlMistakes(url: string): string[] {
  const parsed = URL.parse(url);
  if (parsed === null) return ['url must be an absolute URL'];
  const mistakes: string[] = [];
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')
    mistakes.push('url must be http: or https:');
  if (parsed.username !== '' || parsed.password !== '') mistakes.push('url must not hold credentials');
  if (parsed.search !== '' || parsed.hash !== '') mistakes.push('url must have neither query nor fragment');
  return mistakes;
}
