import { GatewayError } from '../errors.ts';
import { isRecord, malformed, parseSentOperation, type SentOperation } from './sent-operation.ts';

/** What a client sent, with its document found. */
export interface ResolvedOperation {
  readonly text: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly extensions: Readonly<Record<string, unknown>>;
}

export interface DocumentSource {
  /** `sha256:` and 64 lower-case hexadecimal digits → the exact registered text. */
  readonly trusted: ReadonlyMap<string, string>;
  readonly trustedOnly: boolean;
}

/**
 * The first step of every operation: which text is meant, without parsing any. With trusted documents only, whatever
 * is not exactly a registered id gets one and the same error, so that nothing can be learned from asking.
 * @throws GatewayError DOCUMENT_NOT_TRUSTED, BAD_REQUEST
 */
export function resolveDocument(sent: unknown, source: DocumentSource): ResolvedOperation {
  if (source.trustedOnly && !namesTrusted(sent, source.trusted))
    throw new GatewayError('DOCUMENT_NOT_TRUSTED');
  const operation = parseSentOperation(sent);
  const { operationName, variables, extensions } = operation;
  return { text: findText(operation, source.trusted), operationName, variables, extensions };
}

function namesTrusted(sent: unknown, trusted: DocumentSource['trusted']): boolean {
  if (!isRecord(sent) || typeof sent['documentId'] !== 'string' || !trusted.has(sent['documentId']))
    return false;
  return (sent['query'] ?? undefined) === undefined && !registersQuery(sent['extensions']);
}

function findText(
  { documentId, query, extensions }: SentOperation,
  trusted: DocumentSource['trusted'],
): string {
  if (registersQuery(extensions)) throw malformed('Automatic persisted queries are not supported.');
  if (documentId === undefined) {
    if (query === undefined || query === '') throw malformed('Send a non-empty `query`, or a `documentId`.');
    return query;
  }
  if (query !== undefined) throw malformed('Send either `query` or `documentId`, not both.');
  const text = trusted.get(documentId);
  if (text === undefined) throw new GatewayError('DOCUMENT_NOT_TRUSTED');
  return text;
}

/** Automatic persisted queries let clients register documents at run time: the opposite of trusted ones. */
function registersQuery(extensions: unknown): boolean {
  return isRecord(extensions) && (extensions['persistedQuery'] ?? undefined) !== undefined;
}
