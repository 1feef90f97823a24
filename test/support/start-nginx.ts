import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from './find-free-port.ts';

/** nginx in front of one server, with a cache that keeps whatever it may. */
export interface CachingProxy {
  readonly url: string;
  /** A file for everything that it keeps. */
  readonly cacheFolder: string;
  stop(this: void): Promise<void>;
}

/** What came out of the cache says so: `HIT`, `MISS`, `BYPASS`… */
export const CACHE_STATUS = 'x-cache-status';

/**
 * Caches as nginx does when nobody tells it of users: one entry for a method, an address and a body, whoever asks, any
 * status, for as long as the answer does not forbid it. The `host` header stays as the client sent it.
 */
export async function startNginx(target: { readonly port: number }): Promise<CachingProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-nginx-'));
  const port = await findFreePort();
  await writeFile(join(folder, 'nginx.conf'), configurationOf(folder, port, target.port));
  const nginx = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const endWithUs = () => nginx.kill('SIGTERM'); // a master that is killed leaves its worker behind
  process.once('exit', endWithUs);
  let complaint = '';
  nginx.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const ended = once(nginx, 'close');
  const failed = ended.then(() => Promise.reject(new Error(`nginx ended: ${complaint}`)));
  const url = `http://127.0.0.1:${port}`;
  await Promise.race([answers(url), failed]);
  failed.catch(() => {});
  return {
    url,
    cacheFolder: join(folder, 'cache'),
    async stop() {
      endWithUs();
      await ended;
      process.off('exit', endWithUs);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configurationOf(folder: string, port: number, target: number): string {
  return `
    ${process.getuid?.() === 0 ? 'user root;' : ''}
    daemon off;
    worker_processes 1;
    pid ${folder}/nginx.pid;
    events { worker_connections 512; }
    http {
      access_log off;
      client_body_temp_path ${folder}/body;
      proxy_temp_path ${folder}/proxy;
      fastcgi_temp_path ${folder}/fastcgi;
      uwsgi_temp_path ${folder}/uwsgi;
      scgi_temp_path ${folder}/scgi;
      proxy_cache_path ${folder}/cache keys_zone=all:1m;
      server {
        listen 127.0.0.1:${port};
        location = /nginx-is-there { return 204; }
        location / {
          proxy_pass http://127.0.0.1:${target};
          proxy_http_version 1.1;
          proxy_set_header Host $http_host;
          proxy_set_header Connection "";
          proxy_cache all;
          proxy_cache_methods GET HEAD POST;
          proxy_cache_key "$request_method $request_uri $request_body";
          proxy_cache_valid any 10m;
          add_header ${CACHE_STATUS} $upstream_cache_status always;
        }
      }
    }
  `;
}

async function answers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const isThere = await fetch(`${url}/nginx-is-there`).then(
      ({ status }) => status === 204,
      () => false,
    );
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('nginx does not answer');
}
