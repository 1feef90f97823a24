import { expect, test } from '@jest/globals';
import { GatewayError } from '../../../gateway/errors.ts';
import { createScope, createViewer } from '../../unit/upstream/create-scope.ts';
import { failureOf, openUpstream, ordersRequest } from './open-upstream.ts';
import { startService } from './start-service.ts';

test('gives back status, headers and parsed body, and counts the call by the class of its status', async () => {
  const service = await startService((_request, response) =>
    response
      .writeHead(
        201,
        [
          ['Content-Type', 'application/json; charset=utf-8'],
          ['Link', '<a>'],
          ['Link', '<b>'],
        ].flat(),
      )
      .end('{"id":"1"}'),
  );
  const upstream = openUpstream({ url: service.url });
  const scope = createScope();

  const answer = await upstream.send(ordersRequest(), scope);

  expect(answer).toMatchObject({ status: 201, mediaType: 'application/json', body: { id: '1' } });
  expect(answer.headers['link']).toBe('<a>, <b>');
  expect(upstream.metered).toMatchObject([
    { service: 'orders', operation: 'orders.getOrder', outcome: '2xx' },
  ]);
  expect(scope.lines).toEqual([]);
});

test.each([204, 200])('gives back no body and no media type for an empty %i', async (status) => {
  const service = await startService((_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(),
  );
  const upstream = openUpstream({ url: service.url });

  const answer = await upstream.send(ordersRequest(), createScope());

  expect(answer).toMatchObject({ status, mediaType: undefined, body: undefined });
});

test('gives back a problem document with its status, and one line for a 5xx', async () => {
  const service = await startService((_request, response) =>
    response.writeHead(503, { 'content-type': 'application/problem+json' }).end('{"title":"Secret words"}'),
  );
  const upstream = openUpstream({ url: service.url });
  const scope = createScope();

  const answer = await upstream.send(ordersRequest(), scope);

  expect(answer).toMatchObject({ status: 503, body: { title: 'Secret words' } });
  expect(scope.lines).toMatchObject([
    { level: 'warn', fields: { operation: 'orders.getOrder', status: 503 }, message: 'upstream call failed' },
  ]);
  expect(upstream.metered).toMatchObject([{ outcome: '5xx' }]);
});

test('answers UPSTREAM_UNAVAILABLE when nobody listens, and writes one line without URL, query or token', async () => {
  const upstream = openUpstream({ url: 'http://127.0.0.1:1' });
  const scope = createScope({ viewer: createViewer() });

  const failure = await failureOf(upstream.send(ordersRequest({ path: '/orders?email=ann@x' }), scope));

  expect(failure).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', detail: { service: 'orders' } });
  expect(scope.lines).toEqual([
    {
      level: 'warn',
      fields: {
        service: 'orders',
        operation: 'orders.getOrder',
        code: 'UPSTREAM_UNAVAILABLE',
        reason: 'ECONNREFUSED',
        durationMs: expect.any(Number),
      },
      message: 'upstream call failed',
    },
  ]);
  expect(upstream.metered).toMatchObject([{ outcome: 'UPSTREAM_UNAVAILABLE' }]);
});

test('answers CONTRACT_VIOLATED with the place when the check finds something, and checks successes only', async () => {
  let status = 200;
  const service = await startService((_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end('{"id":7}'),
  );
  const upstream = openUpstream({ url: service.url });
  const request = ordersRequest({ check: () => ({ pointer: '/id', rule: 'type' }) });

  const failure = await failureOf(upstream.send(request, createScope()));
  expect(failure).toMatchObject({ code: 'CONTRACT_VIOLATED', detail: { service: 'orders', pointer: '/id' } });
  status = 404;
  expect(await upstream.send(request, createScope())).toMatchObject({ status: 404 });
});

test('passes on the token source\u2019s own refusal, and does not send the call', async () => {
  const service = await startService((_request, response) => response.end());
  const upstream = openUpstream({ url: service.url });
  const ended = createViewer({ accessToken: () => Promise.reject(new GatewayError('UNAUTHENTICATED')) });
  const broken = createViewer({ accessToken: () => Promise.reject(new TypeError('no token')) });

  expect((await failureOf(upstream.send(ordersRequest(), createScope({ viewer: ended })))).code).toBe(
    'UNAUTHENTICATED',
  );
  expect((await failureOf(upstream.send(ordersRequest(), createScope({ viewer: broken })))).code).toBe(
    'INTERNAL_SERVER_ERROR',
  );
  expect(service.connections).toBe(0);
});

test('REL-02 does not wait for a token source that hangs when the client has left', async () => {
  const upstream = openUpstream({ url: 'http://127.0.0.1:1' });
  const hanging = createViewer({ accessToken: () => new Promise(() => {}) });
  const scope = createScope({ viewer: hanging });

  const failure = failureOf(upstream.send(ordersRequest(), scope));
  scope.leave();

  expect((await failure).code).toBe('REQUEST_ABORTED');
  expect(scope.lines).toMatchObject([{ level: 'debug' }]);
});

test('fails calls in flight when it is stopped', async () => {
  const received = Promise.withResolvers<void>();
  const service = await startService(() => received.resolve());
  const upstream = openUpstream({ url: service.url });

  const failure = failureOf(upstream.send(ordersRequest(), createScope()));
  await received.promise;
  await upstream.stop();

  expect((await failure).code).toBe('UPSTREAM_UNAVAILABLE');
});
