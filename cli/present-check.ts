import { formatDiagnostic } from '#binding';
import type { CheckedClient, MeasuredDocument } from './check-client.ts';
import { type Column, presentTable } from './present-table.ts';

/** One client for a person at a terminal: what is wrong first, then what its documents may need at most. */
export function presentCheck({ client, isSound, documents, mistakes, advice }: CheckedClient): string {
  const { name, file, schema } = client;
  const count = documents.length === 1 ? '1 document' : `${documents.length} documents`;
  const table = presentTable(COLUMNS, documents.map(presentRow)).map((line) => `  ${line}`);
  return [
    `${name}  ${file}  ${verdictOf(schema.bound !== undefined, isSound, count)}`,
    ...schema.diagnostics.map(formatDiagnostic),
    ...mistakes,
    ...advice,
    ...(documents.length === 0 ? [] : ['', ...table]),
    '',
  ].join('\n');
}

function verdictOf(isBound: boolean, isSound: boolean, documents: string): string {
  if (!isBound) return 'cannot be served';
  return isSound ? `bound, ${documents}` : 'bound, but its documents have mistakes';
}

/** Each `max` is the budget for what stands left of it. */
const COLUMNS: readonly Column[] = [
  { head: 'document', align: 'left' },
  { head: 'calls', align: 'right' },
  { head: 'max', align: 'right' },
  { head: 'by service', align: 'left' },
  { head: 'max', align: 'right' },
  { head: 'waves', align: 'right' },
  { head: 'max', align: 'right' },
  { head: 'cost', align: 'right' },
  { head: 'max', align: 'right' },
];

function presentRow({ document, measure, budget }: MeasuredDocument): string[] {
  const { calls, perService, waves, cost } = measure;
  return [
    document.name,
    presentNumber(calls),
    presentNumber(budget?.calls.max),
    presentServices(perService),
    presentNumber(budget?.perService.max),
    presentNumber(waves),
    presentNumber(budget?.waves?.max),
    presentNumber(cost),
    presentNumber(budget?.cost.max),
  ];
}

/** `accounts 1, catalog 3`: by name. */
export function presentServices(perService: ReadonlyMap<string, number>): string {
  const called = [...perService].filter(([, calls]) => calls > 0).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return called.map(([service, calls]) => `${service} ${presentNumber(calls)}`).join(', ');
}

export function presentNumber(number: number | undefined): string {
  if (number === undefined) return '';
  return number >= Number.MAX_SAFE_INTEGER ? 'unbounded' : String(number);
}
