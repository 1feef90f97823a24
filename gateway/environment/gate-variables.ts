import { parseAllowedOrigin } from '../options/allowed-origin.ts';
import { DEFAULT_RATES, type RateLimits } from '../options/rate-limits.ts';
import { parseTrustedProxy } from '../options/trusted-proxies.ts';
import type { GatewayOptions } from '../options.ts';
import { type Variable, variable } from './variable.ts';

/** Who is in front, who else may read answers, and how much may be asked for. @param own `WEB_` */
export function gateVariables(own: string): Readonly<Record<string, Variable<unknown>>> {
  return {
    TRUSTED_PROXIES: variable.list({
      meaning:
        'The proxies in front, between commas: addresses, networks, loopback. X-Forwarded-For is believed of them alone.',
      entry: parseTrustedProxy,
      default: () => [],
      defaultText: 'none, so that whoever connects is the client',
      example: '10.0.0.0/8,loopback',
    }),
    CORS_ORIGINS: variable.list({
      meaning:
        'Origins besides our own whose pages may read answers and send credentials, between commas, as browsers write them.',
      entry: parseAllowedOrigin,
      default: () => [],
      defaultText: 'none',
      example: 'https://app.shop.example',
    }),
    [`${own}RATE_ADDRESS_REQUESTS`]: rate('addressRequests', 'Requests of one address; 0 is no limit.'),
    [`${own}RATE_ADDRESS_SIGN_INS`]: rate(
      'addressSignIns',
      'Requests of one address that begin or finish a sign-in; 0 is no limit.',
    ),
    [`${own}RATE_PERSON_POINTS`]: rate(
      'personPoints',
      'Cost of the operations of one person; 0 is no limit.',
    ),
    [`${own}RATE_ANONYMOUS_POINTS`]: rate(
      'anonymousPoints',
      'Cost of the operations of everybody at one address who is not signed in; 0 is no limit.',
    ),
    [`${own}RATE_PROCESSES`]: variable.integer({
      meaning:
        'How many processes serve this client; while Redis is away they share half of each limit between them.',
      min: 1,
      max: 1_000,
      default: DEFAULT_RATES.processes,
    }),
  };
}

/** @param read the value of a variable that `gateVariables` names */
export function readGateOptions(
  own: string,
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the schema above gives each its type
  read: <T>(name: string) => T,
): Pick<GatewayOptions, 'trustedProxies' | 'allowedOrigins' | 'rates'> {
  return {
    trustedProxies: read('TRUSTED_PROXIES'),
    allowedOrigins: read('CORS_ORIGINS'),
    rates: {
      addressRequests: read(`${own}RATE_ADDRESS_REQUESTS`),
      addressSignIns: read(`${own}RATE_ADDRESS_SIGN_INS`),
      personPoints: read(`${own}RATE_PERSON_POINTS`),
      anonymousPoints: read(`${own}RATE_ANONYMOUS_POINTS`),
      processes: read(`${own}RATE_PROCESSES`),
    },
  };
}

const MAX_RATE = 100_000_000;

function rate(name: keyof RateLimits, meaning: string): Variable<unknown> {
  return variable.integer({ meaning, unit: 'a minute', min: 0, max: MAX_RATE, default: DEFAULT_RATES[name] });
}
