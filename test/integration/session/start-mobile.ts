import { BFFS, unhurried } from '../../support/bffs.ts';
import { started } from '../../support/leftovers.ts';
import { type BffProcess, startBff } from '../../support/start-bff.ts';
import type { IdentityProviderServer } from '../../support/start-identity-provider.ts';
import type { RedisProcess } from '../../support/start-redis.ts';

export interface MobileProcess extends BffProcess {
  readonly logoutUrl: string;
  /** Asks for something that everybody may see. 401 with this token: it was refused. */
  ask(this: void, headers?: Readonly<Record<string, string>>): Promise<MobileAnswer>;
  /** As `ask`, with a token; gives the status alone. */
  show(this: void, token: string): Promise<number>;
  /** Sends a logout token, as the provider does. */
  logOut(this: void, logoutToken: string): Promise<number>;
}

export interface MobileAnswer {
  readonly status: number;
  readonly data: unknown;
  readonly codes: readonly string[];
}

export interface MobileChoices {
  readonly idp: Pick<IdentityProviderServer, 'issuer' | 'mobileSecret'>;
  readonly redis?: Pick<RedisProcess, 'url'>;
  readonly env?: Readonly<Record<string, string>>;
}

const mobile = BFFS.find(({ name }) => name === 'mobile');

/** mobile-bff in a process of its own, until the test or file is over. */
export async function startMobile({ idp, redis, env = {} }: MobileChoices): Promise<MobileProcess> {
  if (mobile === undefined) throw new Error('there is a client called mobile');
  const shared = redis === undefined ? {} : { REDIS_URL: redis.url };
  const running = started(
    await startBff(mobile, {
      env: {
        ...unhurried(mobile),
        OIDC_ISSUER: idp.issuer,
        OIDC_CLIENT_SECRET: idp.mobileSecret,
        ...shared,
        ...env,
      },
    }),
  );
  const ask: MobileProcess['ask'] = (headers = {}) => askForMe(running.url, headers);
  const logoutUrl = `${running.url}/bff/backchannel-logout`;
  return {
    ...running,
    logoutUrl,
    ask,
    show: async (token) => (await ask({ authorization: `Bearer ${token}` })).status,
    logOut: async (logoutToken) => {
      const body = new URLSearchParams({ logout_token: logoutToken });
      return (await fetch(logoutUrl, { method: 'POST', body })).status;
    },
  };
}

/** Asks a gateway for what everybody may see, and for who asks. */
export async function askForMe(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<MobileAnswer> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: '{ __typename me { id } }' }),
  });
  const { data, errors = [] }: Told = JSON.parse(await answer.text());
  return { status: answer.status, data, codes: errors.map(({ extensions }) => extensions.code) };
}

interface Told {
  readonly data?: unknown;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}
