import { createHash } from 'node:crypto';
import type { Exchange, Route } from '../gates/route.ts';
import { loadRuru, type Ruru } from './load-ruru.ts';

export interface GraphiqlSettings {
  /** `/graphiql` */
  readonly path: string;
  /** Where the page sends operations: `/graphql`. */
  readonly endpoint: string;
}

const STATIC_PATH = '/ruru-static/';
const METHODS = ['GET', 'HEAD'];

/**
 * GraphiQL as routes: the page, and each file that it loads. Everything comes from this process, so that it works
 * without any network. For development only. Undefined when the optional dependency `ruru` is not installed.
 */
export function createGraphiqlRoutes(settings: GraphiqlSettings): Promise<readonly Route[] | undefined> {
  const ruru = loadRuru();
  return ruru === undefined ? Promise.resolve(undefined) : listRoutes(settings, ruru);
}

async function listRoutes(settings: GraphiqlSettings, ruru: Ruru): Promise<readonly Route[]> {
  const files = await ruru.listFiles();
  return [pageRoute(settings, ruru), ...files.map((file) => fileRoute(file, ruru))];
}

function pageRoute({ path, endpoint }: GraphiqlSettings, { ruruHTML }: Ruru): Route {
  const html = ruruHTML({
    staticPath: STATIC_PATH,
    endpoint,
    htmlParts: { headerScripts: (original) => `${PROOF_SCRIPT}\n${original}` },
  });
  const policy = contentSecurityPolicy(html);
  return createRoute(path, async ({ response }) => {
    response.setHeader('content-security-policy', policy);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(html);
  });
}

function fileRoute(file: string, { getStaticFile }: Ruru): Route {
  const path = `${STATIC_PATH}${file}`;
  return createRoute(path, async ({ request, response }) => {
    const acceptEncoding = request.headers['accept-encoding'];
    const found = await getStaticFile({
      staticPath: STATIC_PATH,
      urlPath: path,
      acceptEncoding,
      disallowDevAssets: true,
    });
    response.writeHead(found === null ? 404 : 200, found?.headers);
    response.end(found?.content);
  });
}

function createRoute(path: string, handle: (exchange: Exchange) => Promise<void>): Route {
  return { path, methods: METHODS, proof: 'none', maxBodyBytes: 0, handle };
}

/** Every request of the page carries the proof, whatever its user writes into the headers' editor. */
const PROOF_SCRIPT = `<script>
const plainFetch = globalThis.fetch;
globalThis.fetch = (input, init = {}) => {
  const headers = new Headers(init.headers);
  headers.set('x-csrf', '1');
  return plainFetch(input, { ...init, headers });
};
</script>`;

/** Runs what the page was made with, by its hashes, and what this process serves. The editor writes its own styles. */
function contentSecurityPolicy(html: string): string {
  const scripts = [...html.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script = '']) => script);
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  return [
    "default-src 'none'",
    `script-src 'self' ${hashes.join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
