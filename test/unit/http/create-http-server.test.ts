import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { createHttpServer } from '../../../gateway/http/create-http-server.ts';
import { ListenError, listen } from '../../../gateway/http/listen.ts';
import { resolveOptions } from '../../../gateway/options.ts';
import { leaveNothing } from '../../support/leftovers.ts';
import { openHttp, routeAt } from './open-http.ts';

const pong = routeAt('/ping', async (exchange) => void exchange.response.end(await exchange.readBody()));

/** What comes back for these bytes until the server closes the connection. */
async function send(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  leaveNothing(() => socket.destroy());
  let answer = '';
  socket.on('data', (chunk) => (answer += String(chunk)));
  socket.on('error', () => {});
  socket.write(text);
  await once(socket, 'close');
  return answer;
}

describe('the server for clients', () => {
  it.each([
    ['headers that are too large', `GET /ping HTTP/1.1\r\nhost: a\r\nx: ${'x'.repeat(17_000)}\r\n\r\n`, 431],
    ['a missing host', 'GET /ping HTTP/1.1\r\n\r\n', 400],
    ['bare line feeds', 'GET /ping HTTP/1.1\nhost: a\n\n', 400],
    [
      'two lengths',
      'POST /ping HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab',
      400,
    ],
    [
      'a length and chunks',
      'POST /ping HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    [
      'an unknown encoding',
      'POST /ping HTTP/1.1\r\nhost: a\r\ntransfer-encoding: xchunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['a folded header', 'GET /ping HTTP/1.1\r\nhost: a\r\nx: a\r\n b\r\n\r\n', 400],
  ])('refuses %s', async (_, text, status) => {
    const { port } = await openHttp({ routes: [pong] });
    expect(await send(port, text)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  it.each([
    ['headers', 'GET /ping HTTP/1.1\r\nhost:'],
    ['a body', 'POST /ping HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\na'],
    ['anything at all', ''],
  ])('gives up on clients that are too slow to send %s', async (_, text) => {
    const { port } = await openHttp({
      routes: [pong],
      limits: { headersTimeoutMs: 200, requestTimeoutMs: 200 },
    });
    expect(await send(port, text)).toMatch(/^(HTTP\/1\.1 408 |$)/);
  });

  it('asks to close a connection after the last request that it may carry', async () => {
    const { port } = await openHttp({ routes: [pong], limits: { maxRequestsPerConnection: 2 } });
    const one = 'GET /ping HTTP/1.1\r\nhost: a\r\n\r\n';
    const socket = connect(port, '127.0.0.1').setEncoding('utf8');
    leaveNothing(() => socket.destroy());
    socket.write(one + one);
    let answers = '';
    for await (const chunk of socket) {
      answers += String(chunk);
      if (answers.split('HTTP/1.1 200').length === 3) break;
    }
    expect(answers.match(/connection: [a-z-]+/gi)).toEqual(['Connection: keep-alive', 'Connection: close']);
  });

  it('takes no more connections than it may', async () => {
    const { port, server } = await openHttp({ routes: [pong], limits: { maxConnections: 1 } });
    const first = connect(port, '127.0.0.1');
    leaveNothing(() => first.destroy());
    await once(server, 'connection');
    expect(await send(port, 'GET /ping HTTP/1.1\r\nhost: a\r\n\r\n')).toBe('');
  });
});

it('a port that is taken is named', async () => {
  const { port } = await openHttp();
  const server = createHttpServer(resolveOptions({}).connections, () => {});
  const failure = await listen('clients', server, { host: '127.0.0.1', port }).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(ListenError);
  expect(failure).toMatchObject({ server: 'clients', port, code: 'EADDRINUSE' });
  expect(String(failure)).toContain(`port ${port} of 127.0.0.1 is taken by another process`);
});
