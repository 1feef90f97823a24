import { request } from 'undici';
import type { MockServers } from '../../support/mock-servers.ts';

/** What a service of the shop answered. */
export interface ShopAnswer<Body> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Body;
}

/** One customer, or one system, of the mocked shop. */
export interface ShopClient {
  /** @param path below the service's own address, with its query */
  read<Body>(service: string, path: string): Promise<ShopAnswer<Body>>;
  send<Body>(
    service: string,
    method: Method,
    path: string,
    body?: unknown,
    key?: string,
  ): Promise<ShopAnswer<Body>>;
}

type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const SCOPES = [
  'accounts:read accounts:write catalog:write media:write orders:read orders:write orders:fulfil reviews:write',
  'customers:read movements:read movements:write reservations:read reservations:write',
].join(' ');

/** Every request of this client that creates something has a key of its own, unless one is given. */
export function createShopClient(mocks: MockServers, subject: string): ShopClient {
  let keys = 0;

  async function ask<Body>(
    service: string,
    method: Method | 'GET',
    path: string,
    { body, key }: { readonly body?: unknown; readonly key?: string | undefined },
  ): Promise<ShopAnswer<Body>> {
    keys += 1;
    const answer = await request(`${mocks.urls[service]}${path}`, {
      method,
      reset: true,
      headers: {
        authorization: `Test ${subject} ${SCOPES}`,
        ...(method === 'POST' ? { 'idempotency-key': key ?? `${subject}.${keys}.key` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    const parsed: Body = text === '' ? undefined : JSON.parse(text);
    return { status: answer.statusCode, headers: answer.headers, body: parsed };
  }

  return {
    read: (service, path) => ask(service, 'GET', path, {}),
    send: (service, method, path, body, key) => ask(service, method, path, { body, key }),
  };
}
