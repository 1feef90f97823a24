import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type GraphQLSchema, getVariableValues, type OperationDefinitionNode } from 'graphql';
import { ANY_VARIABLES, costOf, formatDiagnostic, planDocument } from '#binding';
import { ContractError } from '#contract';
import type { Budget } from '../budgets/budget.ts';
import { CallError } from '../call-error.ts';
import { checkOperation } from '../check-operation.ts';
import { findClient } from '../find-client.ts';
import type { Client } from '../read-clients.ts';
import { presentPlan } from './present-plan.ts';

export interface PlanRequest {
  readonly file: string;
  readonly client: string;
  readonly schemas: string;
  /** As JSON; undefined for any variables. */
  readonly variables: string | undefined;
}

export interface PlanResult {
  readonly ok: boolean;
  /** For a person at a terminal: the plan, or what is wrong with the document. Ends with a line feed. */
  readonly report: string;
}

/**
 * Reads a document and says what it calls.
 * @throws CallError when the file or the client is not there, or the variables do not fit
 */
export async function planFile({ file, client: name, schemas, variables }: PlanRequest): Promise<PlanResult> {
  const text = await readText(file);
  const client = await clientOrProblem(schemas, name);
  if (typeof client === 'string') return { ok: false, report: client };
  const { bound } = client.schema;
  if (bound === undefined) return { ok: false, report: presentMistakes(client) };
  const checked = checkOperation(file, text, bound.schema);
  if (Array.isArray(checked)) return { ok: false, report: `${checked.join('\n')}\n` };
  const { document, operation } = checked;
  const given =
    variables === undefined
      ? ANY_VARIABLES
      : { variables: readVariables(variables, bound.schema, operation) };
  const input = { document, operation, ...given };
  const report = presentPlan({
    title: [operation.operation, operation.name?.value ?? ''].join(' ').trim(),
    file,
    plan: planDocument(bound, input),
    cost: costOf(bound, input),
    budget: budgetOf(client, file),
    validity: variables === undefined ? 'for any variables' : `for ${variables}`,
  });
  return { ok: true, report };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CallError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The client, or why no contract can be read. */
async function clientOrProblem(schemas: string, name: string): Promise<Client | string> {
  try {
    return await findClient(schemas, name);
  } catch (error) {
    if (error instanceof ContractError) return `${error.message}\n`;
    throw error;
  }
}

function presentMistakes({ file, schema }: Client): string {
  return [`${file} cannot be served:`, ...schema.diagnostics.map(formatDiagnostic), ''].join('\n');
}

/** Checked as the gateway does before it runs an operation. */
function readVariables(
  text: string,
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
): Readonly<Record<string, unknown>> {
  const json = parseJson(text);
  const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], json);
  if (errors !== undefined) throw new CallError(errors.map(({ message }) => message).join('\n'));
  return json;
}

function parseJson(text: string): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return { ...json };
  } catch {
    // Said below.
  }
  throw new CallError(`--variables takes a JSON object, such as {"first": 10}, not ${text}`);
}

/** A file that is registered has the budget of its document. */
function budgetOf({ documents, budgets }: Client, file: string): Budget | undefined {
  const registered = documents.find((document) => resolve(document.file) === resolve(file));
  return registered && budgets?.of(registered.name);
}
