import type { BoundSchema } from '#binding';
import type { Budget, Budgets } from './budgets/budget.ts';
import { adviseOnBudget, checkBudget, checkNames } from './budgets/check-budget.ts';
import { type Measure, measureDocument } from './budgets/measure-document.ts';
import type { Client } from './read-clients.ts';
import type { ClientDocument } from './read-documents.ts';

export interface CheckedClient {
  readonly client: Client;
  readonly isSound: boolean;
  /** In the order of their files' names; none where the schema is not bound. */
  readonly documents: readonly MeasuredDocument[];
  /** What is wrong with documents and budgets: one sentence each, beginning with the place. */
  readonly mistakes: readonly string[];
  readonly advice: readonly string[];
}

export interface MeasuredDocument {
  readonly document: ClientDocument;
  readonly measure: Measure;
  /** Undefined where the budgets cannot be read. */
  readonly budget: Budget | undefined;
}

/** Holds a client's documents against their budgets. */
export function checkClient(client: Client): CheckedClient {
  const { schema, budgets } = client;
  const documents = schema.bound === undefined ? [] : measureAll(client, schema.bound);
  const mistakes = [
    ...client.mistakes,
    ...(budgets === undefined ? [] : namesWithoutDocument(client, budgets)),
  ];
  const advice: string[] = [];
  for (const { document, measure, budget } of documents) {
    if (budget === undefined) continue;
    mistakes.push(...checkBudget(document.name, measure, budget));
    advice.push(...adviseOnBudget(document.name, measure, budget));
  }
  const isSound = schema.bound !== undefined && mistakes.length === 0;
  return { client, isSound, documents, mistakes, advice };
}

function measureAll({ documents, budgets }: Client, bound: BoundSchema): MeasuredDocument[] {
  return documents.map((document) => ({
    document,
    measure: measureDocument(bound, document),
    budget: budgets?.of(document.name),
  }));
}

/** A document with a mistake has no name yet. */
function namesWithoutDocument({ documents, mistakes }: Client, budgets: Budgets): string[] {
  if (mistakes.length > 0) return [];
  return checkNames(
    budgets,
    documents.map(({ name }) => name),
  );
}
