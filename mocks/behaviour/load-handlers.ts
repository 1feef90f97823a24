import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HandlerError } from './bind-handlers.ts';
import type { AnyTypes, ServiceHandlers } from './service-handlers.ts';

/**
 * The handlers of every service that has a file of its name in the directory, by service. Throws {@link HandlerError}
 * for a file that does not export a function of its own name.
 */
export async function loadHandlers(
  directory: string,
): Promise<ReadonlyMap<string, ServiceHandlers<AnyTypes>>> {
  const files = (await readdir(directory)).filter((file) => /^[a-z0-9-]+\.[jt]s$/.test(file));
  const pairs = files.toSorted().map(async (file) => {
    const service = file.replace(/\.[jt]s$/, '');
    const name = service.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    const module: Readonly<Record<string, unknown>> = await import(pathToFileURL(join(directory, file)).href);
    const handlers = module[name];
    if (!isServiceHandlers(handlers))
      throw new HandlerError(`${join(directory, file)} exports no function ${name}`);
    return [service, handlers] as const;
  });
  return new Map(await Promise.all(pairs));
}

function isServiceHandlers(exported: unknown): exported is ServiceHandlers<AnyTypes> {
  return typeof exported === 'function';
}
