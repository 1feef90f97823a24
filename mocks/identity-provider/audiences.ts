import type { Contract, JsonObject } from '#contract';

/** A service, as somebody whom tokens are made for. */
export interface ServiceScopes {
  readonly service: string;
  /** What users can let an app do. */
  readonly user: readonly string[];
  /** What systems that act for nobody can do. */
  readonly system: readonly string[];
}

/** Somebody whom access tokens are made for. */
export interface Audience {
  /** The `aud` of its tokens. */
  readonly name: string;
  /** The same as an absolute URI, as `resource` of RFC 8707 wants it. */
  readonly resource: string;
  readonly userScopes: readonly string[];
  readonly systemScopes: readonly string[];
}

const RESOURCE_PREFIX = 'urn:gatehouse:';

/** Reads from the contracts which scopes there are, so that a new service needs no line here. */
export function readServiceScopes(contracts: readonly Contract[]): readonly ServiceScopes[] {
  return contracts.map(({ service, securitySchemes }) => {
    const schemes = [...securitySchemes.values()];
    return {
      service,
      user: scopesOf(schemes, 'authorizationCode'),
      system: scopesOf(schemes, 'clientCredentials'),
    };
  });
}

/** The two BFFs, whose tokens carry everything that a user may do, and every service with its own scopes. */
export function createAudiences(services: readonly ServiceScopes[]): readonly Audience[] {
  const everything = services.flatMap(({ user }) => user);
  const bffs = ['web-bff', 'mobile-bff'].map((name) => audienceOf(name, everything, []));
  return [...bffs, ...services.map(({ service, user, system }) => audienceOf(service, user, system))];
}

/** By name (`orders`) or as a resource (`urn:gatehouse:orders`). */
export function findAudience(audiences: readonly Audience[], wanted: string): Audience | undefined {
  return audiences.find(({ name, resource }) => wanted === name || wanted === resource);
}

function audienceOf(name: string, userScopes: readonly string[], systemScopes: readonly string[]): Audience {
  return { name, resource: `${RESOURCE_PREFIX}${name}`, userScopes, systemScopes };
}

function scopesOf(schemes: readonly JsonObject[], flow: string): readonly string[] {
  const names = schemes.flatMap(({ flows }) => {
    const { scopes } = memberOf(memberOf({ flows }, 'flows'), flow);
    return typeof scopes === 'object' && scopes !== null ? Object.keys(scopes) : [];
  });
  return [...new Set(names)].toSorted();
}

function memberOf(value: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  const member = value[name];
  return typeof member === 'object' && member !== null && !Array.isArray(member) ? { ...member } : {};
}
