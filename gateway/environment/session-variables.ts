import type { SessionOptions } from '../options/session-options.ts';
import { type ReadValue, type Values, type Variable, variable } from './variable.ts';

const MIN_BYTES = 32;
const YEAR_SECONDS = 31_536_000;

/** How the sessions of browsers are kept. */
export const sessionVariables: Readonly<Record<string, Variable<unknown>>> = {
  SESSION_SECRETS: {
    ...variable.text({
      meaning:
        'Secrets that sign session cookies, between commas, each of at least 32 bytes. The first one signs, all are believed: put a new one first, drop the old one later.',
      secret: true,
      required: 'in production',
    }),
    parse: parseSecrets,
    check: refuseKnownSecrets,
  },
  SESSION_COOKIE_PREFIX: variable.choice(['__Host-Http-', '__Host-'], {
    meaning: 'Of cookies over https; __Host- for browsers that do not know the other yet.',
    default: '__Host-Http-',
  }),
  SESSION_IDLE_SECONDS: variable.integer({
    meaning: 'A session that is not used for so long ends.',
    unit: 'seconds',
    min: 60,
    max: YEAR_SECONDS,
    default: 1_800,
  }),
  SESSION_ABSOLUTE_SECONDS: variable.integer({
    meaning: 'A session ends so long after sign-in, however much it is used.',
    unit: 'seconds',
    min: 60,
    max: YEAR_SECONDS,
    default: 43_200,
  }),
  OIDC_SCOPES: {
    ...variable.text({
      meaning: 'What a sign-in asks for, between spaces; openid is among it in any case.',
      default: '',
      defaultText: 'openid, profile for the name, and what the client’s schema demands',
      example: 'openid profile orders:read',
    }),
    parse: parseScopes,
  },
};

/** @param createSecret for a process outside of production that was given none */
export function readSessionOptions(read: ReadValue, createSecret: () => string): SessionOptions {
  const scopes = read<readonly string[] | ''>('OIDC_SCOPES');
  return {
    secrets: read<readonly string[] | undefined>('SESSION_SECRETS') ?? [createSecret()],
    cookiePrefix: read('SESSION_COOKIE_PREFIX'),
    idleMs: read<number>('SESSION_IDLE_SECONDS') * 1_000,
    absoluteMs: read<number>('SESSION_ABSOLUTE_SECONDS') * 1_000,
    scopes: scopes === '' ? undefined : scopes,
  };
}

function parseSecrets(text: string): readonly string[] {
  const secrets = text.split(',').map((secret) => secret.trim());
  if (secrets.some((secret) => Buffer.byteLength(secret) < MIN_BYTES))
    throw new RangeError(`must be secrets of at least ${MIN_BYTES} bytes each`);
  if (secrets.some((secret) => new Set(secret).size < 8))
    throw new RangeError('must be random, and these hardly have different characters');
  return secrets;
}

/** Those of compose and of the mocks say what they are for; whoever reads the repository could sign with them. */
function refuseKnownSecrets(secrets: unknown, { NODE_ENV }: Values): void {
  if (NODE_ENV === 'production' && [secrets].flat().some((secret) => String(secret).includes('development')))
    throw new RangeError('must not be those for development when NODE_ENV=production');
}

/** RFC 6749, 3.3. */
function parseScopes(text: string): readonly string[] {
  const scopes = text.split(' ').filter((scope) => scope !== '');
  if (!scopes.every((scope) => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope)))
    throw new RangeError('must be scopes between spaces');
  return [...new Set(['openid', ...scopes])];
}
