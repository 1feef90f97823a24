import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql';
import type { BoundSchema } from '../binding/index.ts';
import type { DocumentLimits } from '../options.ts';
import { checkDocumentLimits, limitExceeded } from './document-limits.ts';
import { OperationRefused } from './operation-refused.ts';
import type { PreparedDocument } from './prepared-document.ts';
import { findSlicingArguments } from './slicing-arguments.ts';
import { checkTextLimits } from './text-limits.ts';

export interface PrepareSettings {
  readonly bound: Pick<BoundSchema, 'schema' | 'listSizes'>;
  readonly limits: DocumentLimits;
  /** True: no introspection, no suggestions. */
  readonly production: boolean;
}

/**
 * Parses, measures, then validates: whatever validation may spend on a document is bounded before it begins.
 * @throws OperationRefused GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED
 * @throws GatewayError DOCUMENT_LIMIT_EXCEEDED
 */
export function prepareDocument(
  text: string,
  { bound, limits, production }: PrepareSettings,
): PreparedDocument {
  const document = parseWithin(text, limits);
  checkTextLimits(document, limits);
  checkDocumentLimits(document, limits);
  const rules = production ? PRODUCTION_RULES : specifiedRules;
  const errors = validate(bound.schema, document, rules, {
    maxErrors: limits.maxErrors,
    hideSuggestions: production,
  });
  if (errors.length > 0) throw new OperationRefused('GRAPHQL_VALIDATION_FAILED', errors);
  const hash = createHash('sha256').update(text).digest('hex');
  return { text, hash, document, slicingArguments: findSlicingArguments(bound, document) };
}

const PRODUCTION_RULES: readonly ValidationRule[] = [...specifiedRules, NoSchemaIntrospectionCustomRule];

function parseWithin(text: string, limits: DocumentLimits): DocumentNode {
  try {
    return parse(text, { maxTokens: limits.maxTokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw limitExceeded('maxValueDepth', limits); // the parser's stack ran out
    if (error.message.includes('tokens. Parsing aborted.')) throw limitExceeded('maxTokens', limits);
    throw new OperationRefused('GRAPHQL_PARSE_FAILED', [error]);
  }
}
