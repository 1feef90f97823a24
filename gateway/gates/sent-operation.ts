import { GraphQLError } from 'graphql';
import { OperationRefused } from './operation-refused.ts';

/** What a client sends on any transport, its members checked to be of the right kind. */
export interface SentOperation {
  readonly query: string | undefined;
  readonly documentId: string | undefined;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** @throws OperationRefused BAD_REQUEST */
export function parseSentOperation(sent: unknown): SentOperation {
  if (Array.isArray(sent)) throw malformed('Operations come one at a time; batches are not answered.');
  if (!isRecord(sent)) throw malformed('The body must be a JSON object with content-type application/json.');
  return {
    query: readString(sent, 'query'),
    documentId: readString(sent, 'documentId'),
    operationName: readString(sent, 'operationName'),
    variables: readRecord(sent, 'variables'),
    extensions: readRecord(sent, 'extensions'),
  };
}

/** A request that no gate can read further, with a message of ours. */
export function malformed(message: string): OperationRefused {
  return new OperationRefused('BAD_REQUEST', [new GraphQLError(message)]);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readString(sent: Record<string, unknown>, name: string): string | undefined {
  const value = sent[name] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw malformed(`\`${name}\` must be a string.`);
}

function readRecord(sent: Record<string, unknown>, name: string): Record<string, unknown> {
  const value = sent[name] ?? undefined;
  if (value === undefined) return {};
  if (isRecord(value)) return value;
  throw malformed(`\`${name}\` must be an object.`);
}
