import { type Browser, chromium } from 'playwright-core';

/**
 * A real browser without a network of its own: every background service of it stays off.
 * @param resolverRules where names lead that no resolver knows (`startTlsFront` has them); certificates are then believed
 */
export function startBrowser(resolverRules?: string): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox', // tests may run as root
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(resolverRules === undefined
        ? []
        : [`--host-resolver-rules=${resolverRules}`, '--ignore-certificate-errors']),
    ],
  });
}
