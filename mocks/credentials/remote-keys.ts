import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';

/** Where to connect instead of to the host that an address names: `identity-provider:4100`. */
export interface ConnectTo {
  readonly host: string;
  readonly port: number;
}

/** Shorter than jose's own: a provider on the same machine may be started anew, with other keys. */
const COOLDOWN_MS = 2000;
const TIMEOUT_MS = 2000;
const HTTP_OK = 200;
const MAX_BYTES = 65_536;

/**
 * The keys of a local provider, read when they are first needed and again when a token names another one. Only the
 * connection can be redirected; what is asked for stays the issuer's own address.
 */
export function createRemoteKeys(issuer: string, connectTo?: ConnectTo): JWTVerifyGetKey {
  let found: JWTVerifyGetKey | undefined;
  const read = async (): Promise<JWTVerifyGetKey> => {
    const { jwks_uri: address } = await sendForJson(
      new URL(`${issuer}/.well-known/openid-configuration`),
      connectTo,
    );
    const url = new URL(String(address));
    if (url.origin !== new URL(issuer).origin) throw new Error('the keys are not where the issuer is');
    return createRemoteJWKSet(url, {
      cooldownDuration: COOLDOWN_MS,
      timeoutDuration: TIMEOUT_MS,
      [customFetch]: async (asked) => Response.json(await sendForJson(new URL(asked), connectTo)),
    });
  };
  return async (header, token) => {
    found ??= await read();
    return await found(header, token);
  };
}

async function sendForJson(
  url: URL,
  connectTo: ConnectTo | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  // `Host` says what is asked for; where the connection goes is another matter.
  const place = connectTo === undefined ? {} : { hostname: connectTo.host, port: connectTo.port };
  const headers = { host: url.host };
  const asked = send(url, { ...place, headers, timeout: TIMEOUT_MS, agent: false }, resolve);
  asked.once('timeout', () => asked.destroy(new Error(`${url.href} does not answer`)));
  asked.once('error', reject);
  asked.end();
  const answer = await promise;
  if (answer.statusCode !== HTTP_OK) {
    answer.destroy();
    throw new Error(`${url.href} answered ${answer.statusCode}`);
  }
  const value: unknown = JSON.parse(await readText(answer, url));
  if (typeof value !== 'object' || value === null) throw new Error(`${url.href} is no JSON object`);
  return { ...value };
}

async function readText(answer: IncomingMessage, url: URL): Promise<string> {
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > MAX_BYTES) throw new Error(`${url.href} is too long`);
  }
  return text;
}
