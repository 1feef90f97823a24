/** One client's gateway, as the suites that every one of them must pass need to know it. */
export interface Bff {
  /** `web` */
  readonly name: string;
  /** Below `home`. */
  readonly main: string;
  /** @default the top of the repository */
  readonly home?: URL;
  readonly portVariable: string;
  readonly operationsPortVariable: string;
  /** What `/graphql` asks of requests. */
  readonly proof: 'header' | 'bearer';
  /** What its clients send with every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** A query for anybody, and the one operation that answers it. */
  readonly sample: { readonly query: string; readonly service: string; readonly operation: string };
}

/** A new client gets its tests by a row. */
export const BFFS: readonly Bff[] = [
  {
    name: 'web',
    main: 'web-bff/main.ts',
    portVariable: 'WEB_PORT',
    operationsPortVariable: 'WEB_OPS_PORT',
    proof: 'header',
    headers: { 'x-csrf': '1' },
    sample: {
      query: 'query Kettle { product(id: "prod_kettle") { id } }',
      service: 'catalog',
      operation: 'catalog.getProduct',
    },
  },
  {
    name: 'mobile',
    main: 'mobile-bff/main.ts',
    portVariable: 'MOBILE_PORT',
    operationsPortVariable: 'MOBILE_OPS_PORT',
    proof: 'bearer',
    headers: {},
    sample: {
      query: 'query Menu { home { categories { id } } }',
      service: 'catalog',
      operation: 'catalog.listCategories',
    },
  },
];

/** What every gateway is told in production, besides its services. There is nothing at these addresses. */
export const PRODUCTION: Readonly<Record<string, string>> = {
  NODE_ENV: 'production',
  PUBLIC_ORIGIN: 'https://shop.example',
  REDIS_URL: 'redis://127.0.0.1:9',
  OIDC_ISSUER: 'https://id.shop.example',
  OIDC_CLIENT_SECRET: 'a secret that the provider knows',
  SESSION_SECRETS: 'Wm8zJ2pQx7Lr5Vt1Kc9Yb3Nd6Hf4Gs0A',
};

/** For tests whose requests must not fail because a machine is busy: a deadline that nothing meets. */
export function unhurried({ name, sample }: Bff): Readonly<Record<string, string>> {
  return {
    [`${name.toUpperCase()}_DEADLINE_MS`]: '30000',
    [`${sample.service.toUpperCase()}_TIMEOUT_MS`]: '30000',
  };
}
