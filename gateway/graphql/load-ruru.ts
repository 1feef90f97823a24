import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What is used of `ruru`, which is GraphiQL with all of its files in one package. */
export interface Ruru {
  ruruHTML(this: void, settings: RuruSettings): string;
  getStaticFile(this: void, asked: AskedFile): Promise<StaticFile | null> | StaticFile | null;
  /** Names of the files that a page may load; source maps stay away. */
  listFiles(this: void): Promise<readonly string[]>;
}

interface RuruSettings {
  readonly staticPath: string;
  readonly endpoint: string;
  readonly htmlParts: { readonly headerScripts: (original: string) => string };
}

interface AskedFile {
  readonly staticPath: string;
  readonly urlPath: string;
  readonly acceptEncoding: string | readonly string[] | undefined;
  readonly disallowDevAssets: boolean;
}

interface StaticFile {
  readonly content: Buffer;
  readonly headers: Record<string, string>;
}

/** Undefined when the package is not installed: it is optional, and production images leave it out. */
export function loadRuru(): Ruru | undefined {
  const require = createRequire(import.meta.url);
  try {
    const loaded: unknown = { ...require('ruru/server'), ...require('ruru/static') };
    if (!isRuru(loaded)) throw new Error('ruru has changed: it lacks ruruHTML or getStaticFile');
    const directory = join(require.resolve('ruru/static'), '../../static');
    const listFiles = async () => (await readdir(directory)).filter((name) => /\.(js|css|ttf)$/.test(name));
    return { ruruHTML: loaded.ruruHTML, getStaticFile: loaded.getStaticFile, listFiles };
  } catch (error) {
    if (Error.isError(error) && 'code' in error && error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

function isRuru(loaded: unknown): loaded is Omit<Ruru, 'listFiles'> {
  return typeof loaded === 'object' && loaded !== null && 'ruruHTML' in loaded && 'getStaticFile' in loaded;
}
