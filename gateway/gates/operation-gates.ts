import type { OperationDefinitionNode } from 'graphql';
import type { BoundSchema } from '../binding/index.ts';
import { GatewayError } from '../errors.ts';
import { DEFAULT_LIMITS, type DocumentLimits } from '../options.ts';
import type { RequestScope, Viewer } from '../request-scope.ts';
import { admitOperation } from './admit.ts';
import { createDocumentCache, type DocumentCache } from './document-cache.ts';
import { createHeldDocuments, type HeldDocuments } from './held-documents.ts';
import { OperationRefused } from './operation-refused.ts';
import { type PrepareSettings, prepareDocument } from './prepare-document.ts';
import type { PreparedDocument } from './prepared-document.ts';
import type { RateGate } from './rate-gate.ts';
import { type ResolvedOperation, resolveDocument } from './resolve-document.ts';
import { operationNotFound, selectOperation } from './select-operation.ts';

export interface OperationGateSettings {
  readonly bound: BoundSchema;
  /** The registered documents: `sha256:` and 64 lower-case hexadecimal digits → the exact text. */
  readonly trusted: ReadonlyMap<string, string>;
  /** True: nothing else is answered, and whatever else is sent gets DOCUMENT_NOT_TRUSTED. */
  readonly trustedOnly: boolean;
  /** What is left out is as in `DEFAULT_LIMITS`. */
  readonly limits: Partial<DocumentLimits>;
  /** True: no introspection, and no hints about the schema. */
  readonly production: boolean;
  readonly rateGate: Pick<RateGate, 'charge'>;
}

/** An operation that may be executed, once it is paid for. */
export interface AdmittedOperation {
  readonly operation: OperationDefinitionNode;
  /** Static cost by the IBM cost specification. */
  readonly cost: number;
}

/** Who asks, for what is counted. */
export type Payer = Pick<RequestScope, 'viewer' | 'address' | 'log'>;

/**
 * The steps that every operation takes on every transport, in this order: `resolveDocument`, `prepare` (with
 * `chargeReading` before it), `admit`, `charge`. Each throws `GatewayError` (or `OperationRefused`, with graphql-js's
 * errors in it); only what is charged may have to be waited for.
 */
export interface OperationGates {
  /** Trusted or refused. `sent` is the JSON as the client sent it. Parses no GraphQL. */
  resolveDocument(sent: unknown): ResolvedOperation;
  /** Reading a document that is not remembered is dear. Nothing to wait for when it is. @throws GatewayError RATE_LIMITED */
  chargeReading(text: string, payer: Payer): Promise<void> | undefined;
  /** Parsed, within the limits, valid; or remembered to be all that. */
  prepare(text: string): PreparedDocument;
  /** The operation that is meant, if this viewer may ask for it with these variables. */
  admit(prepared: PreparedDocument, resolved: ResolvedOperation, viewer: Viewer | null): AdmittedOperation;
  /** Takes the cost from what its viewer may spend in a minute. @throws GatewayError RATE_LIMITED */
  charge(admitted: Pick<AdmittedOperation, 'cost'>, payer: Payer): Promise<void>;
  /** Documents that are being answered: who executes later holds one until then. */
  readonly held: HeldDocuments;
  /** Another schema: everything remembered is forgotten. Throws, and changes nothing, when trusted documents do not fit. */
  rebind(next: Pick<OperationGateSettings, 'bound' | 'trusted'>): void;
}

/** @throws Error that names every trusted document which breaks a limit or does not fit the schema */
export function createOperationGates(settings: OperationGateSettings): OperationGates {
  const { trustedOnly, production, rateGate } = settings;
  const limits = { ...DEFAULT_LIMITS, ...settings.limits };
  let current = bind(settings);

  function bind({ bound, trusted }: Pick<OperationGateSettings, 'bound' | 'trusted'>): Binding {
    const preparing = { bound, limits, production };
    const documents = createDocumentCache(prepareTrusted(trusted, preparing), limits);
    return { bound, source: { trusted, trustedOnly }, preparing, documents };
  }

  return {
    resolveDocument: (sent) => resolveDocument(sent, current.source),
    chargeReading: (text, payer) =>
      current.documents.has(text) ? undefined : rateGate.charge(READING_POINTS, payer),
    prepare(text) {
      const { documents, preparing } = current;
      const remembered = documents.get(text);
      if (remembered !== undefined) return remembered;
      const prepared = prepareDocument(text, preparing);
      documents.add(prepared);
      return prepared;
    },
    admit(prepared, resolved) {
      const operation = selectOperation(prepared.document, resolved.operationName);
      if (operation === undefined) {
        throw trustedOnly
          ? new GatewayError('DOCUMENT_NOT_TRUSTED')
          : operationNotFound(resolved.operationName);
      }
      const cost = admitOperation(prepared, operation, resolved, { bound: current.bound, limits });
      return { operation, cost };
    },
    charge: ({ cost }, payer) => rateGate.charge(cost, payer),
    held: createHeldDocuments(),
    rebind(next) {
      current = bind(next);
    },
  };
}

/** What parsing and validating a document is worth, in points of cost. */
const READING_POINTS = 100;

interface Binding {
  readonly bound: BoundSchema;
  readonly source: { readonly trusted: ReadonlyMap<string, string>; readonly trustedOnly: boolean };
  readonly preparing: PrepareSettings;
  readonly documents: DocumentCache;
}

/** Trusted documents skip no check; they take it at the start. */
function prepareTrusted(
  trusted: ReadonlyMap<string, string>,
  preparing: PrepareSettings,
): PreparedDocument[] {
  const mistakes: string[] = [];
  const prepared = [...trusted].flatMap(([id, text]) => {
    try {
      return [prepareDocument(text, preparing)];
    } catch (error) {
      mistakes.push(describeMistake(id, error));
      return [];
    }
  });
  if (mistakes.length === 0) return prepared;
  throw new Error(`Trusted documents cannot be served:\n${mistakes.join('\n')}`);
}

function describeMistake(id: string, error: unknown): string {
  if (!(error instanceof GatewayError)) throw error;
  const reasons = error instanceof OperationRefused ? error.errors.map(String) : [];
  const { limit } = error.detail;
  if (limit !== undefined) reasons.push(`${limit.name} is ${limit.max}`);
  return `  ${id}  ${error.code}: ${reasons.join('; ')}`;
}
