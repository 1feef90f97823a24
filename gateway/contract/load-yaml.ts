import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from './contract.ts';
import { readDocument } from './read-document.ts';

/**
 * What a YAML or JSON file holds; undefined where there is no such file. `kind` is what it is called in messages.
 * @throws ContractError when it cannot be parsed, or holds no object
 */
export async function loadYaml(file: string | URL, kind: string): Promise<JsonObject | undefined> {
  const path = typeof file === 'string' ? file : fileURLToPath(file);
  const text = await readIfThere(path);
  return text === undefined ? undefined : readDocument(path, text, { kind }).json;
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
