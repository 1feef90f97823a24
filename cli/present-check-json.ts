import type { Diagnostic } from '#binding';
import type { Json } from '#contract';
import type { Budget } from './budgets/budget.ts';
import type { CheckResult } from './check.ts';
import type { CheckedClient, MeasuredDocument } from './check-client.ts';

/** The same for programs: `{ ok, clients: [{ name, file, ok, diagnostics, mistakes, advice, documents }] }`. */
export function presentCheckJson({ ok, clients, problem }: CheckResult): string {
  const whole = { ok, ...(problem === undefined ? {} : { problem }), clients: clients.map(presentClient) };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

function presentClient({ client, isSound, documents, mistakes, advice }: CheckedClient): Json {
  const { name, file, schema } = client;
  return {
    name,
    file,
    ok: isSound,
    diagnostics: schema.diagnostics.map(presentDiagnostic),
    mistakes,
    advice,
    documents: documents.map(presentDocument),
  };
}

function presentDiagnostic({ code, severity, message, fix, position }: Diagnostic): Json {
  return { code, severity, message, fix, position: { ...position } };
}

/** What cannot be counted is null. */
function presentDocument({ document, measure, budget }: MeasuredDocument): Json {
  const { calls, perService, waves, cost } = measure;
  return {
    name: document.name,
    file: document.file,
    calls: finite(calls),
    perService: Object.fromEntries([...perService].map(([service, number]) => [service, finite(number)])),
    waves: finite(waves),
    cost: finite(cost),
    budget: budget === undefined ? null : presentBudget(budget),
  };
}

function presentBudget({ calls, perService, cost, waves }: Budget): Json {
  const limits = { calls: calls.max, perService: perService.max, cost: cost.max };
  return waves === undefined ? limits : { ...limits, waves: waves.max };
}

function finite(number: number): number | null {
  return number < Number.MAX_SAFE_INTEGER ? number : null;
}
