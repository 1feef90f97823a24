import { CallError } from './call-error.ts';
import { type Client, readClients } from './read-clients.ts';

/**
 * One client of a folder like `schemas/`.
 * @throws CallError when it has none of this name, or is no such folder
 * @throws ContractError when a contract cannot be read at all
 */
export async function findClient(schemas: string, name: string): Promise<Client> {
  const clients = await readClients(schemas);
  const client = clients.find((one) => one.name === name);
  if (client !== undefined) return client;
  throw new CallError(`there is no client ${name}; there are ${clients.map((one) => one.name).join(', ')}`);
}
