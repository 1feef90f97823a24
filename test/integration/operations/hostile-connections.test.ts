import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { BFFS } from '../../support/bffs.ts';
import { leaveNothing, started } from '../../support/leftovers.ts';
import { type MockServers, startMocks } from '../../support/mock-servers.ts';
import { type BffProcess, startBff } from '../../support/start-bff.ts';

const [web] = BFFS;

describe('a connection that misbehaves', () => {
  let mocks: MockServers;
  let process: BffProcess;

  beforeAll(async () => {
    mocks = started(await startMocks());
    process = started(await startBff(web!, { services: mocks.urls }));
  });

  async function open(): Promise<Socket> {
    const { hostname, port } = new URL(process.url);
    const socket = connect(Number(port), hostname);
    leaveNothing(() => socket.destroy());
    await once(socket, 'connect');
    return socket;
  }

  async function send(request: string): Promise<string> {
    const socket = await open();
    socket.end(request);
    return text(socket);
  }

  it('GQL-03 is cut when it sends thousands of requests at once, and costs nobody else time', async () => {
    const body = JSON.stringify({ query: web!.sample.query });
    const one = `POST /graphql HTTP/1.1\r\nhost: a\r\nx-csrf: 1\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    const socket = await open();
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    socket.on('error', () => undefined).once('close', () => resolve());
    socket.resume().write(one.repeat(3_000));
    await closed;
    expect((await fetch(`${process.url}/livez`)).status).toBe(200);
    const asked = (await mocks.calls(web!.sample.service)).length;
    expect(asked).toBeLessThanOrEqual(8);
  });

  it('PLT-04 that is refused while it sends a body is logged with the status it was given', async () => {
    const answer = await fetch(`${process.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    expect(answer.status).toBe(403);
    const line = await process.line(({ code }) => code === 'CSRF_REJECTED');
    expect(line).toMatchObject({ status: 403, route: '/graphql', level: 'info' });
  });

  it('REL-02 that leaves in the middle of a query is a line at level info, and no error', async () => {
    const { service } = web!.sample;
    await mocks.reset();
    await mocks.fault(service, { latencyMs: 2_000, times: 1 });
    const body = JSON.stringify({ query: web!.sample.query });
    const socket = await open();
    socket.write(
      `POST /graphql HTTP/1.1\r\nhost: a\r\nx-csrf: 1\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    while ((await mocks.calls(service)).length === 0);
    socket.destroy();
    await process.line(({ status }) => status === 499);
    expect(process.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it.each([
    'authorization: Bearer a\r\nauthorization: Bearer b',
    'host: b',
    'content-type: a/b\r\ncontent-type: c/d',
  ])('is refused for a header that stands there twice: %j', async (twice) => {
    const answer = await send(
      `GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nhost: a\r\nx-csrf: 1\r\n${twice}\r\nconnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('CSR-04 gets the headers of every answer, even for a target that is no path', async () => {
    const answer = await send('GET http:// HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(answer.toLowerCase()).toContain("content-security-policy: default-src 'none'");
    expect(answer).toContain('application/problem+json');
  });

  it('is refused when it names a transfer coding besides chunked', async () => {
    const answer = await send(
      'POST /graphql HTTP/1.1\r\nhost: a\r\nx-csrf: 1\r\ncontent-type: application/json\r\ntransfer-encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 415 /);
  });
});
