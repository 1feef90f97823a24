import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { BFFS } from '../support/bffs.ts';
import { leaveNothing, started } from '../support/leftovers.ts';
import { startBrowser } from '../support/start-browser.ts';

const HOME = fileURLToPath(new URL('../../', import.meta.url));

/** A page as a frontend team would begin it: the worker, and a query. There is no server that answers GraphQL. */
const MAIN = `
import { setupWorker } from 'msw/browser';
import { handlers } from './handlers.ts';

await setupWorker(...handlers).start({ quiet: true });
globalThis.ask = async (body) => (await fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json', 'x-csrf': '1' }, body: JSON.stringify(body) })).json();
document.body.textContent = 'ready';
`;
const HTML =
  '<!doctype html><title>A page</title><body><script type="module" src="./main.ts"></script></body>';

let open: () => Promise<Page>;

beforeAll(async () => {
  const browser = started(await startBrowser());
  open = async () => started(await browser.newPage());
});

/** Builds the page with the handlers of a client, and serves nothing but its files. */
async function servePage(client: string): Promise<string> {
  await mkdir(join(HOME, 'test/.tmp'), { recursive: true });
  const root = await mkdtemp(join(HOME, 'test/.tmp/page-'));
  leaveNothing(() => rm(root, { recursive: true }));
  const command = [
    join(HOME, 'bin/gatehouse.js'),
    'worker',
    '--client',
    client,
    '--out',
    join(root, 'handlers.ts'),
  ];
  await promisify(execFile)(process.execPath, command, { cwd: HOME });
  await writeFile(join(root, 'main.ts'), MAIN);
  await writeFile(join(root, 'index.html'), HTML);
  await mkdir(join(root, 'public'));
  await cp(
    join(HOME, 'node_modules/msw/lib/mockServiceWorker.js'),
    join(root, 'public/mockServiceWorker.js'),
  );
  // A process of its own, because the bundler's native half does not know the objects of a test's realm.
  await promisify(execFile)(process.execPath, [join(HOME, 'node_modules/vite/bin/vite.js'), 'build', root]);
  return serveFiles(join(root, 'dist'));
}

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

async function serveFiles(folder: string): Promise<string> {
  const server = createServer(({ method, url = '/' }, response) => {
    const path = url === '/' ? '/index.html' : url;
    const file = join(folder, path);
    const isFile = method === 'GET' && existsSync(file);
    response.writeHead(isFile ? 200 : 404, { 'content-type': TYPES[extname(path)] ?? 'text/plain' });
    response.end(isFile ? readFileSync(file) : undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  leaveNothing(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the page is not served');
  // Service workers run on addresses that count as secure, which localhost does.
  return `http://localhost:${address.port}/`;
}

describe.each([...BFFS])('handlers of $name for a page without a server', ({ name, sample }) => {
  it('answer from the worker, also what nobody registered', async () => {
    const page = await open();
    await page.goto(await servePage(name));
    await page.getByText('ready').waitFor();
    const ask = `globalThis.ask(${JSON.stringify({ query: sample.query })})`;
    const answer = await page.evaluate(ask);
    expect(answer).toMatchObject({ data: expect.any(Object) });
    expect(answer).not.toHaveProperty('errors');
  });
});
