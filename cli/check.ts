import { type BoundSchema, costOf, formatDiagnostic } from '#binding';
import { ContractError } from '#contract';
import { presentOverlays } from './present-overlays.ts';
import { type Client, readClients } from './read-clients.ts';
import type { ClientDocument } from './read-documents.ts';

export interface CheckResult {
  readonly ok: boolean;
  /** For a person at a terminal; ends with a line feed. */
  readonly report: string;
}

/** Binds every client below `schemas` and says what is wrong, and what each document costs. */
export async function check(schemas: string): Promise<CheckResult> {
  try {
    const clients = await readClients(schemas);
    if (clients.length === 0) return { ok: false, report: `${schemas}/clients holds no <client>.graphql\n` };
    const overlays = presentOverlays(clients[0]?.contracts ?? []);
    return { ok: clients.every(isSound), report: [...clients.map(presentClient), ...overlays].join('\n') };
  } catch (error) {
    if (error instanceof ContractError) return { ok: false, report: `${error.message}\n` };
    throw error;
  }
}

function isSound({ schema, mistakes }: Client): boolean {
  return schema.bound !== undefined && mistakes.length === 0;
}

function presentClient(client: Client): string {
  const { name, file, schema, mistakes, documents } = client;
  const verdict = isSound(client) ? `bound, ${documents.length} documents` : 'cannot be served';
  const costs = schema.bound === undefined ? [] : presentCosts(schema.bound, documents);
  return [
    `${name}  ${file}  ${verdict}`,
    ...schema.diagnostics.map(formatDiagnostic),
    ...mistakes,
    ...costs,
    '',
  ].join('\n');
}

/** Without variables: what their defaults ask for. */
function presentCosts(bound: BoundSchema, documents: readonly ClientDocument[]): string[] {
  const width = Math.max(0, ...documents.map(({ name }) => name.length));
  return documents.map(({ name, document, operation }) => {
    const cost = costOf(bound, { document, operation, variables: {} });
    return `  ${name.padEnd(width)}  cost ${cost}`;
  });
}
