import { parseClientKey } from '../options/client-key.ts';
import type { ClientCredential, ProviderOptions } from '../options/provider-options.ts';
import { parsePublicUrl } from './parse-public-url.ts';
import { type ReadValue, type Values, type Variable, variable } from './variable.ts';

/** The identity provider, and who we are to it. */
export function providerVariables(client: string): Readonly<Record<string, Variable<unknown>>> {
  return {
    OIDC_ISSUER: {
      ...variable.text({
        meaning:
          'The identity provider, character by character as its metadata name it; https in production.',
        required: 'in production',
        default: 'http://localhost:4100',
        example: 'https://id.shop.example',
      }),
      parse: parseIssuer,
      check: refusePlainInProduction,
    },
    OIDC_CLIENT_ID: variable.text({
      meaning: `What ${client}-bff is called there.`,
      default: `${client}-bff`,
    }),
    OIDC_CLIENT_KEY: {
      ...variable.text({
        meaning: 'Our private key there, as JSON Web Key (private_key_jwt). Preferred to OIDC_CLIENT_SECRET.',
        secret: true,
      }),
      parse: parseClientKey,
    },
    OIDC_CLIENT_SECRET: {
      ...variable.text({
        meaning: 'Our secret there (client_secret_basic), where there is no OIDC_CLIENT_KEY.',
        secret: true,
        default: (values) => secretWithout(values, client),
        defaultText: 'none in production; else what the local provider knows',
      }),
      check(secret, { NODE_ENV, OIDC_CLIENT_KEY }) {
        if (OIDC_CLIENT_KEY !== undefined)
          throw new RangeError('is set together with OIDC_CLIENT_KEY; keep one');
        if (NODE_ENV === 'production' && secret === developmentSecretOf(client))
          throw new RangeError('must not be the one for development when NODE_ENV=production');
      },
    },
    OIDC_ORIGINS: variable.list({
      meaning:
        'Origins of endpoints of the provider that are not where its issuer is, between commas; https.',
      entry: parseHttpsOrigin,
      default: () => [],
      defaultText: 'none',
      example: 'https://keys.shop.example',
    }),
    OIDC_CONNECT_TO: {
      ...variable.text({
        meaning:
          'Host and port to connect to instead of the provider’s, where browsers reach it by another road.',
        example: 'identity-provider:4100',
      }),
      parse: parseHostPort,
    },
  };
}

export function readProviderOptions(read: ReadValue): ProviderOptions {
  const key = read<ReturnType<typeof parseClientKey> | undefined>('OIDC_CLIENT_KEY');
  const credential: ClientCredential =
    key === undefined
      ? { method: 'client_secret_basic', secret: read('OIDC_CLIENT_SECRET') }
      : { method: 'private_key_jwt', key };
  return {
    issuer: read('OIDC_ISSUER'),
    clientId: read('OIDC_CLIENT_ID'),
    credential,
    origins: read('OIDC_ORIGINS'),
    connectTo: read('OIDC_CONNECT_TO'),
  };
}

/** @throws RangeError in production, when there is no key either */
function secretWithout({ NODE_ENV, OIDC_CLIENT_KEY }: Values, client: string): string {
  if (OIDC_CLIENT_KEY === undefined && NODE_ENV === 'production')
    throw new RangeError('or OIDC_CLIENT_KEY is required when NODE_ENV=production');
  return developmentSecretOf(client);
}

/** What the local provider knows. */
function developmentSecretOf(client: string): string {
  return `${client}-bff-development-secret`;
}

/** As written: providers disagree about a slash at the end, and it is compared character by character. */
function parseIssuer(text: string): string {
  parsePublicUrl(text);
  return text;
}

function refusePlainInProduction(issuer: unknown, { NODE_ENV }: Values): void {
  if (NODE_ENV === 'production' && !String(issuer).startsWith('https:'))
    throw new RangeError('must be https when NODE_ENV=production');
}

function parseHttpsOrigin(text: string): string {
  const url = URL.parse(text);
  if (url?.protocol !== 'https:' || url.origin !== text)
    throw new RangeError('must be https origins: scheme, host and port without a path');
  return text;
}

function parseHostPort(text: string): string {
  if (!/^(?:[\w.-]+|\[[\da-f:]+\]):\d{1,5}$/i.test(text)) throw new RangeError('must be a host and a port');
  return text;
}
