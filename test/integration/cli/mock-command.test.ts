import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { leaveNothing } from '../../support/leftovers.ts';
import { HOME } from '../stack/run-start.ts';
import { gatehouse } from './run-gatehouse.ts';

/** `gatehouse mock` while it runs. */
async function mock(...args: string[]) {
  const child = spawn(process.execPath, ['bin/gatehouse.js', 'mock', '--port', '0', ...args], { cwd: HOME });
  leaveNothing(() => child.kill('SIGKILL'));
  let said = '';
  const ended = once(child, 'close');
  const until = async (wanted: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = wanted.exec(said);
      if (found !== null) return found;
      if (child.exitCode !== null) throw new Error(`it ended: ${said}`);
      await Promise.race([once(child.stdout, 'data'), ended]);
    }
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [, url = ''] = await until(/listening on (\S+)/);
  return {
    url,
    until,
    interrupt: async () => {
      child.kill('SIGINT');
      await ended;
      return child.exitCode;
    },
  };
}

async function folderOf(files: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-mock-'));
  leaveNothing(() => rm(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

const answering = (schema: unknown, example?: unknown) => ({
  get: {
    responses: {
      200: {
        description: '',
        content: { 'application/json': { schema, ...(example === undefined ? {} : { example }) } },
      },
    },
  },
});

const CONTRACT = {
  openapi: '3.1.0',
  info: { title: 'Shop', version: '1' },
  servers: [{ url: 'https://example.com/v1' }],
  paths: {
    '/pots': answering({ $ref: 'schemas/pot.yaml' }),
    '/wrong': answering({ type: 'integer', minimum: 3 }, 'three'),
    '/impossible': answering({ type: 'integer', minimum: 3, maximum: 2 }),
    '/bad': { get: { parameters: [{ in: 'query' }], responses: {} } },
  },
};
const POT = 'type: object\nrequired: [id]\nproperties:\n  id: { type: string, pattern: "^pot_[0-9]+$" }\n';

describe('gatehouse mock', () => {
  it('serves a document with its files, tells what is wrong with it, and ends with Ctrl-C', async () => {
    const folder = await folderOf({ 'shop.json': CONTRACT, 'schemas/pot.yaml': POT });
    const { url, until, interrupt } = await mock(join(folder, 'shop.json'));
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/);
    const [said] = await until(/[^]*checked after [^\n]*\n/);
    expect(said).toMatch(/mended +\S*shop\.json:1:\d+ A parameter must have a name\./);
    expect(said).toMatch(/example +\S*shop\.json:1:\d+ shop\.GET \/wrong 200 .* must be integer/);
    expect(said).toMatch(/501 +\S*shop\.json:1:\d+ shop\.GET \/impossible: no 200 answer/);
    expect(said).toMatch(/3 of 4 operations answered, 1 with 501; 1 example replaced, 2 mistakes mended/);
    expect(await (await fetch(`${url}/pots`)).json()).toEqual({ id: expect.stringMatching(/^pot_\d+$/) });
    expect(await (await fetch(`${url}/wrong`)).json()).toBeGreaterThanOrEqual(3);
    expect((await fetch(`${url}/impossible`)).status).toBe(501);
    expect(await interrupt()).toBe(0);
  });

  it('serves what stands at an address, with what its references lead to', async () => {
    const files: Readonly<Record<string, string>> = {
      '/api/shop.json': JSON.stringify(CONTRACT),
      '/api/schemas/pot.yaml': POT,
    };
    const server = createServer(({ url = '' }, answer) => {
      const text = files[url];
      answer.writeHead(text === undefined ? 404 : 200).end(text);
    }).listen(0, '127.0.0.1');
    leaveNothing(() => server.close());
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { url, interrupt } = await mock(`http://127.0.0.1:${port}/api/shop.json`);
    expect(await (await fetch(`${url}/pots`)).json()).toEqual({ id: expect.stringMatching(/^pot_\d+$/) });
    expect(await interrupt()).toBe(0);
    expect(await gatehouse('mock', '--port', '0', `http://127.0.0.1:${port}/no.json`)).toMatchObject({
      code: 1,
      stderr: `gatehouse: http://127.0.0.1:${port}/no.json answered 404\n`,
    });
  });

  it('gives the same bytes for the same seed, whatever was asked before', async () => {
    const folder = await folderOf({ 'shop.json': CONTRACT, 'schemas/pot.yaml': POT });
    const texts: string[] = [];
    for (const [seed, before] of [
      ['1', []],
      ['1', ['/wrong', '/pots?']],
      ['2', []],
    ] as const) {
      const { url, interrupt } = await mock('--seed', seed, join(folder, 'shop.json'));
      for (const path of before) await fetch(url + path);
      texts.push(await (await fetch(`${url}/pots`)).text());
      await interrupt();
    }
    expect(texts[0]).toBe(texts[1]);
    expect(texts[2]).not.toBe(texts[0]);
  });

  it('takes any token for somebody else’s service, and misses one that is not there', async () => {
    const secured = {
      ...CONTRACT,
      paths: { '/pots': answering({ type: 'integer' }) },
      security: [{ login: ['pots:read'] }],
      components: { securitySchemes: { login: { type: 'oauth2', flows: {} } } },
    };
    const folder = await folderOf({ 'shop.json': secured });
    const { url, interrupt } = await mock(join(folder, 'shop.json'));
    expect((await fetch(`${url}/pots`)).status).toBe(401);
    expect((await fetch(`${url}/pots`, { headers: { authorization: 'Bearer abc' } })).status).toBe(200);
    await interrupt();
  });

  it.each([
    [2, /say which document to mock[^]*Usage: gatehouse mock/, []],
    [2, /--port takes a whole number from 0 to 65535, not x/, ['a.yaml', '--port', 'x']],
    [2, /one document at a time: what is b\.yaml\?/, ['a.yaml', 'b.yaml']],
    [1, /^gatehouse: no\.yaml cannot be read: there is no such file\n$/, ['no.yaml']],
    [1, /^gatehouse: test cannot be read: it is a folder\n$/, ['test']],
    [1, /^gatehouse: package\.json:1:1 Only OpenAPI 3\.0 and 3\.1 are read/, ['package.json']],
    [1, /Swagger 2\.0 is not read/, ['node_modules/@readme/oas-examples/2.0/json/petstore.json']],
  ])('ends with %i and says %s', async (code, sentence, args) => {
    expect(await gatehouse('mock', ...args)).toMatchObject({ code, stderr: expect.stringMatching(sentence) });
  });

  it('says that a port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    leaveNothing(() => server.close());
    await once(server, 'listening');
    const address = server.address();
    const port = String(typeof address === 'object' ? address?.port : 0);
    const folder = await folderOf({ 'shop.json': CONTRACT });
    const { code, stderr } = await gatehouse('mock', join(folder, 'shop.json'), '--port', port);
    expect([code, stderr]).toEqual([1, expect.stringContaining(`port ${port} is taken`)]);
  });
});
