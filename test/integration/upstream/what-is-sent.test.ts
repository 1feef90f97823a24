import { expect, test } from '@jest/globals';
import { systemClock } from '../../../gateway/clock.ts';
import { createScope, createViewer } from '../../unit/upstream/create-scope.ts';
import { failureOf, openUpstream, ordersRequest } from './open-upstream.ts';
import { startService } from './start-service.ts';

test('TOK-06 does not follow a redirect to another host: no connection, no token', async () => {
  const sink = await startService((_request, response) => response.end());
  const service = await startService((_request, response) =>
    response.writeHead(302, { location: `${sink.url}/steal` }).end(),
  );
  const upstream = openUpstream({ url: service.url });

  const answer = await upstream.send(ordersRequest(), createScope({ viewer: createViewer() }));

  expect(answer).toMatchObject({ status: 302, body: undefined });
  expect(sink.connections).toBe(0);
});

test('TOK-06 asks below the base URL, and opens no connection for a path that leaves it', async () => {
  const service = await startService((_request, response) => response.end());
  const upstream = openUpstream({ url: `${service.url}/shop/v1/` });
  const scope = createScope({
    viewer: createViewer({ accessToken: () => Promise.reject(new Error('asked')) }),
  });

  const failure = await failureOf(upstream.send(ordersRequest({ path: '/orders/../../admin' }), scope));
  expect(failure).toMatchObject({ code: 'UPSTREAM_REJECTED', detail: { service: 'orders' } });
  expect(service.connections).toBe(0);

  await upstream.send(ordersRequest({ path: '/orders?limit=1' }), createScope());
  expect(service.requests.map(({ url }) => url)).toEqual(['/shop/v1/orders?limit=1']);
});

test('TOK-06 calls no service that is not configured', async () => {
  const upstream = openUpstream({ url: 'http://127.0.0.1:9' });

  const failure = await failureOf(upstream.send(ordersRequest({ service: 'payments' }), createScope()));

  expect(failure).toMatchObject({ code: 'UPSTREAM_REJECTED', detail: { service: 'payments' } });
});

test('TOK-07 sends identity and hop headers of its own, whatever a contract declares', async () => {
  const service = await startService((_request, response) => response.end());
  const upstream = openUpstream({ url: service.url }, systemClock, {
    authorizationFor: async (demand) => `Bearer for-${demand.service}`,
  });
  const scope = createScope({ viewer: createViewer() });

  const headers = {
    'X-User-Id': 'root',
    x_user_id: 'root',
    'X-Forwarded-For': '10.0.0.1',
    forwarded: 'for=10.0.0.1',
    Connection: 'x-user-id',
    cookie: 'session=1',
    Authorization: 'Bearer stolen',
    'x-request-id': 'forged',
    'x-deadline-ms': '999999',
    'Proxy-Authorization': 'Basic x',
    'Idempotency-Key': 'key-1',
    'x-tenant': 'blue',
  };
  await upstream.send(ordersRequest({ method: 'POST', body: '{}', headers }), scope);

  const {
    connection: _connection,
    host: _host,
    'x-deadline-ms': left,
    ...received
  } = service.requests[0]?.headers ?? {};
  expect(received).toEqual({
    accept: 'application/json, application/problem+json',
    'accept-encoding': 'identity',
    authorization: 'Bearer for-orders',
    'content-length': '2',
    'idempotency-key': 'key-1',
    'x-request-id': 'request-1',
    'x-tenant': 'blue',
  });
  expect(Number(left)).toBeLessThanOrEqual(60_000);
});

test.each(['a\r\nx-injected: 1', 'a\nb', '\u0000', 'zażółć'])(
  'TOK-07 refuses the header value %j instead of sending part of it',
  async (value) => {
    const service = await startService((_request, response) => response.end());
    const upstream = openUpstream({ url: service.url });

    const failure = await failureOf(
      upstream.send(ordersRequest({ headers: { 'x-tenant': value } }), createScope()),
    );

    expect(failure.code).toBe('UPSTREAM_REJECTED');
    expect(service.requests).toHaveLength(0);
  },
);

test('sends no authorization for anonymous requests, and none where the contract demands none', async () => {
  const service = await startService((_request, response) => response.end());
  const upstream = openUpstream({ url: service.url });

  await upstream.send(ordersRequest(), createScope());
  await upstream.send(ordersRequest({ token: 'none' }), createScope({ viewer: createViewer() }));

  expect(service.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
});

test('sends the body as it is, with its media type', async () => {
  const received = Promise.withResolvers<string>();
  const service = await startService((request, response) => {
    const head = `${request.method} ${request.headers['content-type']}`;
    void request.toArray().then((pieces) => received.resolve(`${head} ${Buffer.concat(pieces).toString()}`));
    response.end();
  });
  const upstream = openUpstream({ url: service.url });

  const headers = { 'content-type': 'application/merge-patch+json' };
  await upstream.send(ordersRequest({ method: 'PATCH', headers, body: '{"name":"Zoë"}' }), createScope());

  expect(await received.promise).toBe('PATCH application/merge-patch+json {"name":"Zoë"}');
});
