import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CheckedSchema, checkSchema } from '#binding';
import { type Contract, loadContracts, loadYaml } from '#contract';
import { CallError } from './call-error.ts';
import { type CheckedDocuments, readDocuments } from './read-documents.ts';

/** A client's schema and its documents, both checked. */
export interface Client extends CheckedDocuments {
  /** `web` */
  readonly name: string;
  readonly file: string;
  /** All that its schema may name, with their overlays. */
  readonly contracts: readonly Contract[];
  readonly schema: CheckedSchema;
}

/**
 * Reads and binds every `clients/<client>.graphql` below `schemas`, in the order of their names.
 * @throws CallError when a folder is missing
 * @throws ContractError when a contract, or a client's configuration, cannot be read at all
 */
export async function readClients(schemas: string): Promise<Client[]> {
  for (const folder of [schemas, join(schemas, 'services'), join(schemas, 'clients')])
    if (!(await exists(folder))) throw new CallError(`there is no folder ${folder}`);
  const contracts = await loadContracts(join(schemas, 'services'));
  const files = (await readdir(join(schemas, 'clients')))
    .filter((name) => name.endsWith('.graphql'))
    .toSorted();
  return Promise.all(files.map((file) => readClient(schemas, file.replace(/\.graphql$/, ''), contracts)));
}

async function readClient(schemas: string, name: string, contracts: readonly Contract[]): Promise<Client> {
  const file = join(schemas, 'clients', `${name}.graphql`);
  const text = await readFile(file, 'utf8');
  const config = (await loadYaml(join(schemas, 'clients', `${name}.config.yaml`), 'configuration')) ?? {};
  const schema = checkSchema({ client: name, sdl: { file, text }, contracts, config });
  const folder = join(schemas, 'documents', name);
  const readable = schema.bound !== undefined && (await exists(folder));
  const checked = readable
    ? await readDocuments(folder, schema.bound.schema)
    : { documents: [], budgets: undefined, mistakes: [] };
  return { name, file, contracts, schema, ...checked };
}

/** A client without registered documents is a young one, not a mistake. */
async function exists(folder: string): Promise<boolean> {
  return access(folder).then(
    () => true,
    () => false,
  );
}
