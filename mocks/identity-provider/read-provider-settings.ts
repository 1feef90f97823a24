import type { JWK } from 'jose';
import { z } from 'zod';
import { SettingsError, wholeNumber } from '../read-settings.ts';
import { type ClientProof, DEFAULT_LIFETIMES } from './provider-options.ts';

/** How the identity provider runs as a process. */
export interface ProviderSettings {
  readonly port: number;
  readonly host: string;
  /** As browsers know it. */
  readonly issuer: string;
  /** Where the web shop is, as browsers know it. */
  readonly webOrigin: string;
  readonly webProof: ClientProof;
  readonly mobileSecret: string;
  /** Where logout tokens go. */
  readonly webLogoutUri: string;
  readonly mobileLogoutUri: string;
  readonly accessTokenSeconds: number;
  readonly refreshTokenSeconds: number;
  readonly rotateRefreshTokens: boolean;
  /** Where the contracts are, which say which scopes there are; the repository's own when undefined. */
  readonly schemas: string | undefined;
}

const MAX_PORT = 65_535;
const DEFAULT_PORT = 4100;
const YEAR_SECONDS = 31_536_000;

const ENVIRONMENT = z.object({
  IDP_PORT: wholeNumber(0, MAX_PORT).default(DEFAULT_PORT),
  HOST: z.string().default('127.0.0.1'),
  IDP_ISSUER: address().optional(),
  IDP_WEB_ORIGIN: address().default('http://localhost:4000'),
  IDP_WEB_LOGOUT_URI: address().optional(),
  IDP_MOBILE_LOGOUT_URI: address().default('http://localhost:4001/bff/backchannel-logout'),
  IDP_WEB_JWKS: keySet().optional(),
  IDP_WEB_SECRET: z.string().default('web-bff-development-secret'),
  IDP_MOBILE_SECRET: z.string().default('mobile-bff-development-secret'),
  IDP_ACCESS_TOKEN_SECONDS: wholeNumber(1, YEAR_SECONDS).default(DEFAULT_LIFETIMES.accessTokenSeconds),
  IDP_REFRESH_TOKEN_SECONDS: wholeNumber(1, YEAR_SECONDS).default(DEFAULT_LIFETIMES.refreshTokenSeconds),
  IDP_ROTATION: z.enum(['0', '1'], { error: 'is 1 or 0' }).default('1'),
  MOCKS_SCHEMAS: z.string().optional(),
});

/** Reads the environment; an empty variable counts as unset. Throws `SettingsError`. */
export function readProviderSettings(
  environment: Readonly<Record<string, string | undefined>>,
): ProviderSettings {
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '');
  const result = ENVIRONMENT.safeParse(Object.fromEntries(given));
  if (!result.success) {
    throw new SettingsError(result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`));
  }
  const { IDP_PORT, HOST, IDP_ISSUER, IDP_WEB_ORIGIN, IDP_WEB_JWKS, IDP_WEB_SECRET, ...rest } = result.data;
  return {
    port: IDP_PORT,
    host: HOST,
    issuer: IDP_ISSUER ?? `http://localhost:${IDP_PORT}`,
    webOrigin: IDP_WEB_ORIGIN,
    webProof: IDP_WEB_JWKS === undefined ? { secret: IDP_WEB_SECRET } : { keys: IDP_WEB_JWKS },
    mobileSecret: rest.IDP_MOBILE_SECRET,
    webLogoutUri: rest.IDP_WEB_LOGOUT_URI ?? `${IDP_WEB_ORIGIN}/bff/backchannel-logout`,
    mobileLogoutUri: rest.IDP_MOBILE_LOGOUT_URI,
    accessTokenSeconds: rest.IDP_ACCESS_TOKEN_SECONDS,
    refreshTokenSeconds: rest.IDP_REFRESH_TOKEN_SECONDS,
    rotateRefreshTokens: rest.IDP_ROTATION === '1',
    schemas: rest.MOCKS_SCHEMAS,
  };
}

function address(): z.ZodType<string, string> {
  const error = 'is an address that begins with http:// or https:// and has no slash at its end';
  return z
    .string()
    .refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? '') && !text.endsWith('/'), { error });
}

function keySet(): z.ZodType<readonly JWK[], string> {
  const error = 'is a JSON Web Key Set: { "keys": [ … ] }';
  const set = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) });
  return z.string().transform((text, context): readonly JWK[] => {
    const parsed = set.safeParse(parseJson(text));
    if (parsed.success) return parsed.data.keys;
    context.addIssue({ code: 'custom', message: error });
    return z.NEVER;
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
