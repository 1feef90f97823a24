import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { ContractError } from '#contract';
import type { Budgets } from './budgets/budget.ts';
import { parseBudgets } from './budgets/parse-budgets.ts';
import { checkOperation, type OperationText } from './check-operation.ts';

/** A trusted document of a client. */
export interface ClientDocument extends OperationText {
  /** The name of its operation. */
  readonly name: string;
  readonly file: string;
  /** `sha256:` and the hash of the file's bytes: what clients send instead of the text. */
  readonly documentId: string;
}

export interface CheckedDocuments {
  /** Those without a mistake, in the order of their files' names. */
  readonly documents: readonly ClientDocument[];
  /** What they may need; undefined where that cannot be read, which is a mistake. */
  readonly budgets: Budgets | undefined;
  /** One sentence each, beginning with the place. */
  readonly mistakes: readonly string[];
}

/** Reads every `*.graphql` of a folder, and the budget that stands beside them. */
export async function readDocuments(folder: string, schema: GraphQLSchema): Promise<CheckedDocuments> {
  const names = (await readdir(folder)).toSorted();
  const files = names.filter((name) => name.endsWith('.graphql')).map((name) => join(folder, name));
  const checked = await Promise.all(
    files.map(async (file) => checkDocument(file, await readFile(file), schema)),
  );
  const documents = checked.flatMap((one) => (Array.isArray(one) ? [] : [one]));
  const mistakes = checked.flatMap((one) => (Array.isArray(one) ? one : []));
  const budgets = await readBudgets(join(folder, 'budget.yaml'));
  if (typeof budgets === 'string') mistakes.push(budgets);
  return {
    documents,
    budgets: typeof budgets === 'string' ? undefined : budgets,
    mistakes: [...mistakes, ...refuseSameNames(documents)],
  };
}

/** The budgets, or what is wrong with them. */
async function readBudgets(file: string): Promise<Budgets | string> {
  try {
    return parseBudgets(file, await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof ContractError) return error.message;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return `${file} is missing: say there what the documents may need`;
    throw error;
  }
}

/** The document, or what is wrong with it. */
function checkDocument(file: string, bytes: Buffer, schema: GraphQLSchema): ClientDocument | string[] {
  const checked = checkOperation(file, bytes.toString('utf8'), schema);
  if (Array.isArray(checked)) return checked;
  const name = checked.operation.name?.value;
  if (name === undefined) return [`${file}:1:1 the operation of a document has a name`];
  const documentId = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  return { ...checked, name, file, documentId };
}

/** Budgets and generated types are found by an operation's name. */
function refuseSameNames(documents: readonly ClientDocument[]): string[] {
  return documents.flatMap(({ name, file }, index) => {
    const first = documents.findIndex((other) => other.name === name);
    return first < index
      ? [`${file}:1:1 an operation ${name} stands already in ${documents[first]?.file}`]
      : [];
  });
}
