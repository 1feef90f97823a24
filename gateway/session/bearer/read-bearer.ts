import { GatewayError } from '../../errors.ts';

/** A longer one is refused before anything is decoded. */
const MAX_TOKEN_CHARACTERS = 8_192;
/** RFC 6750, 2.1, with the three parts of a signed token (RFC 7515). Five would be an encrypted one: nobody makes us decrypt. */
const BEARER = /^bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;

/**
 * The token of an `Authorization` header; undefined when there is no header.
 * @throws GatewayError UNAUTHENTICATED for whatever else it holds
 */
export function readBearer(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined || token.length > MAX_TOKEN_CHARACTERS) throw new GatewayError('UNAUTHENTICATED');
  return token;
}
