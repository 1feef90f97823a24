import { ContractError } from '#contract';
import { type CheckedClient, checkClient } from './check-client.ts';
import { presentCheck } from './present-check.ts';
import { presentOverlays } from './present-overlays.ts';
import { readClients } from './read-clients.ts';

export interface CheckResult {
  readonly ok: boolean;
  readonly clients: readonly CheckedClient[];
  /** Why there are no clients, where that is so. */
  readonly problem: string | undefined;
  /** For a person at a terminal; ends with a line feed. */
  readonly report: string;
}

/**
 * Binds every client below `schemas` and says what is wrong, and what each document needs of its budget.
 * @throws CallError when a folder is missing
 */
export async function check(schemas: string): Promise<CheckResult> {
  try {
    const read = await readClients(schemas);
    if (read.length === 0) return failure(`${schemas}/clients holds no <client>.graphql`);
    const clients = read.map(checkClient);
    const overlays = presentOverlays(read[0]?.contracts ?? []);
    const report = [...clients.map(presentCheck), ...overlays].join('\n');
    return { ok: clients.every(({ isSound }) => isSound), clients, problem: undefined, report };
  } catch (error) {
    if (error instanceof ContractError) return failure(error.message);
    throw error;
  }
}

function failure(problem: string): CheckResult {
  return { ok: false, clients: [], problem, report: `${problem}\n` };
}
