import type { Bff } from './bffs.ts';
import { createCookieBrowser } from './cookie-browser.ts';
import { findFreePort } from './find-free-port.ts';
import { createMint } from './forged-access-tokens.ts';
import { started } from './leftovers.ts';
import { type MaliciousProvider, startMaliciousProvider } from './malicious-provider.ts';
import { type BffChoices, type BffProcess, startBff } from './start-bff.ts';

/** A gateway, and a customer of the mocked shop who is signed in to it. */
export interface SignedInBff extends BffProcess {
  /** What their client sends with every request: a cookie or a token, and the client's own headers. */
  readonly customer: Readonly<Record<string, string>>;
  /** Whom they are signed in by. */
  readonly provider: MaliciousProvider;
}

/** The one whom the examples of the contracts are about. */
const SUBJECT = 'acct_mara';
const SCOPES = 'accounts:read accounts:write media:write orders:read orders:write reviews:write';
const LONG_SECONDS = 3_600;

/** Everything that it takes is gone when the test (or file) is over. */
export async function startSignedIn(bff: Bff, choices: BffChoices = {}): Promise<SignedInBff> {
  const provider = started(
    await startMaliciousProvider({
      clientId: `${bff.name}-bff`,
      person: { sub: SUBJECT, name: 'Mara' },
      accessTokenSeconds: LONG_SECONDS,
    }),
  );
  const port = await findFreePort();
  const env = {
    [bff.portVariable]: String(port),
    PUBLIC_ORIGIN: `http://127.0.0.1:${port}`,
    OIDC_ISSUER: provider.issuer,
    ...choices.env,
  };
  const running = started(await startBff(bff, { ...choices, env }));
  const credential =
    bff.proof === 'bearer' ? { authorization: tokenOf(provider) } : { cookie: await cookieOf(running) };
  return { ...running, provider, customer: { ...bff.headers, ...credential } };
}

function tokenOf(provider: MaliciousProvider): string {
  const token = createMint(provider).mint({
    claims: (claims) => ({
      ...claims,
      sub: SUBJECT,
      scope: SCOPES,
      exp: (claims.iat ?? 0) + LONG_SECONDS,
    }),
  });
  return `Bearer ${token}`;
}

async function cookieOf({ url }: BffProcess): Promise<string> {
  const browser = createCookieBrowser();
  await browser.visit(`${url}/bff/login`);
  const { status } = await browser.visit(`${url}/bff/user`, { headers: { 'x-csrf': '1' } });
  if (status !== 200) throw new Error(`nobody is signed in: ${status}`);
  return browser.cookiesFor(url);
}
