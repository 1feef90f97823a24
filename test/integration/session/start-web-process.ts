import { BFFS } from '../../support/bffs.ts';
import { findFreePort } from '../../support/find-free-port.ts';
import { started } from '../../support/leftovers.ts';
import { type BffProcess, startBff } from '../../support/start-bff.ts';
import { openBrowser, type Somebody } from './start-sign-in.ts';

export interface WebProcess extends BffProcess {
  readonly openBrowser: () => Somebody;
}

/** `web-bff` as a process of its own, which signs people in at this provider. */
export async function startWebProcess(
  issuer: string,
  env: Readonly<Record<string, string>> = {},
): Promise<WebProcess> {
  const web = BFFS.find(({ name }) => name === 'web');
  if (web === undefined) throw new Error('there is no BFF for the web');
  const port = String(await findFreePort());
  const process = started(
    await startBff(web, {
      env: {
        WEB_PORT: port,
        OIDC_ISSUER: issuer,
        WEB_RATE_ADDRESS_REQUESTS: '0',
        WEB_RATE_ADDRESS_SIGN_INS: '0',
        ...env,
      },
    }),
  );
  const url = `http://localhost:${port}`;
  return { ...process, url, openBrowser: () => openBrowser(url) };
}
