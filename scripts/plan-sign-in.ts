import { generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { choosePort } from './choose-port.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Who tells whom what, so that people can sign in. */
export interface SignInPlan {
  /** What the local identity provider is started with; undefined where `OIDC_ISSUER` names another one. */
  readonly provider: Environment | undefined;
  /** What mocks and BFFs get besides their own. */
  readonly everybody: Environment;
  /** What one BFF gets besides that: ports, and its own half of the keys. */
  readonly bff: (name: string) => Environment;
}

const IDP_PORT = 4100;
const BFF_PORTS: Readonly<Record<string, number>> = { 'web-bff': 4000, 'mobile-bff': 4001 };

/**
 * A key pair for `web-bff`, new at each start and handed over by environment alone: one half to the provider, the other
 * to the BFF. Nothing secret is on disk.
 */
export async function planSignIn(environment: Environment): Promise<SignInPlan> {
  if ((environment['OIDC_ISSUER'] ?? '') !== '')
    return { provider: undefined, everybody: {}, bff: () => ({}) };
  const ports = await choosePorts(environment);
  const idpPort = await choosePort(environment['IDP_PORT'], IDP_PORT);
  const issuer = environment['IDP_ISSUER'] || `http://localhost:${idpPort}`;
  const { privateKey, publicKey } = createClientKey();
  const logoutUri = (bff: string): string => `http://localhost:${ports.get(bff)}/bff/backchannel-logout`;
  return {
    provider: {
      ...environment,
      IDP_PORT: String(idpPort),
      IDP_ISSUER: issuer,
      IDP_WEB_ORIGIN: environment['PUBLIC_ORIGIN'] || `http://localhost:${ports.get('web-bff')}`,
      IDP_WEB_JWKS: JSON.stringify({ keys: [publicKey] }),
      IDP_WEB_LOGOUT_URI: logoutUri('web-bff'),
      IDP_MOBILE_LOGOUT_URI: logoutUri('mobile-bff'),
    },
    everybody: { OIDC_ISSUER: issuer },
    bff: (name) => ({
      ...(ports.has(name) ? { [portVariable(name)]: String(ports.get(name)) } : {}),
      ...(name === 'web-bff' ? { OIDC_CLIENT_KEY: JSON.stringify(privateKey) } : {}),
    }),
  };
}

async function choosePorts(environment: Environment): Promise<ReadonlyMap<string, number>> {
  const chosen = await Promise.all(
    Object.entries(BFF_PORTS).map(
      async ([bff, usual]) => [bff, await choosePort(environment[portVariable(bff)], usual)] as const,
    ),
  );
  return new Map(chosen);
}

/** `web-bff` → `WEB_PORT` */
function portVariable(bff: string): string {
  return `${bff.replace(/-bff$/, '').toUpperCase()}_PORT`;
}

function createClientKey(): { readonly privateKey: JsonWebKey; readonly publicKey: JsonWebKey } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const named = { alg: 'ES256', kid: 'web-bff' };
  return {
    privateKey: { ...privateKey.export({ format: 'jwk' }), ...named },
    publicKey: { ...publicKey.export({ format: 'jwk' }), ...named },
  };
}
