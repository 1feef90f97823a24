import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type TLSSocket } from 'node:tls';
import { listenOn } from './listen-on.ts';

/** Ends TLS before servers that speak without, and tells them apart by the name that the client asks for. */
export interface TlsFront {
  readonly port: number;
  /** For a browser to find the names: `--host-resolver-rules`. */
  readonly resolverRules: string;
  stop(this: void): Promise<void>;
}

/** @param ports by name, such as `shop.test`; whoever asks for another name is cut off */
export async function startTlsFront(ports: Readonly<Record<string, number>>): Promise<TlsFront> {
  const sockets = new Set<TLSSocket>();
  const server = createServer(await createCertificate(Object.keys(ports)), (near) => {
    sockets.add(near);
    near.once('close', () => sockets.delete(near));
    const port = typeof near.servername === 'string' ? ports[near.servername] : undefined;
    if (port === undefined) {
      near.destroy();
      return;
    }
    const far = connect(port, '127.0.0.1');
    near.on('error', () => far.destroy()).once('close', () => far.destroy());
    far.on('error', () => near.destroy()).once('close', () => near.destroy());
    near.pipe(far).pipe(near);
  });
  const port = await listenOn(server);
  return {
    port,
    resolverRules: Object.keys(ports)
      .map((name) => `MAP ${name} 127.0.0.1:${port}`)
      .join(', '),
    async stop() {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function createCertificate(names: readonly string[]): Promise<{ key: Buffer; cert: Buffer }> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const alternatives = names.map((name) => `DNS:${name}`).join(',');
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const subject = ['-subj', '/CN=shop.test', '-addext', `subjectAltName=${alternatives}`];
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', cert], {
    stdio: 'ignore',
  });
  const pair = { key: await readFile(key), cert: await readFile(cert) };
  await rm(folder, { recursive: true });
  return pair;
}
