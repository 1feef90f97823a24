import { isErrorCode } from '../errors.ts';
import type { Executor } from '../execution/executor.ts';
import type { OperationGates } from '../gates/operation-gates.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { RequestScope } from '../request-scope.ts';

/** Puts operations into metrics and logs, from outside: neither gates nor executors know that they are watched. */
export interface OperationObserver {
  watchExecutor(executor: Executor): Executor;
  watchGates(gates: OperationGates): OperationGates;
  /** The name of the operation that this request asked for; undefined when none was executed. */
  readonly operationOf: (scope: RequestScope) => string | undefined;
}

/** A client may name an operation as long as a document may be. */
const MAX_NAME_LENGTH = 100;

export function observeOperations(metrics: Metrics): OperationObserver {
  const names = new WeakMap<RequestScope, string>();

  /** A refused operation has no name that can be believed. */
  function refusalsOf<A extends readonly unknown[], R>(step: (...args: A) => R): (...args: A) => R {
    return (...args) => {
      try {
        return step(...args);
      } catch (error) {
        metrics.operationEnded({ operation: undefined, outcome: codeOf(error) });
        throw error;
      }
    };
  }
  function waitedFor(charged: Promise<void> | undefined): Promise<void> | undefined {
    return charged?.catch((error: unknown) => {
      metrics.operationEnded({ operation: undefined, outcome: codeOf(error) });
      throw error;
    });
  }
  return {
    operationOf: (scope) => names.get(scope),
    watchExecutor: (executor) => ({
      async execute(args) {
        const operation = args.operation.name?.value.slice(0, MAX_NAME_LENGTH);
        if (operation !== undefined) names.set(args.scope, operation);
        const result = await executor.execute(args);
        const [first] = result.errors ?? [];
        metrics.operationEnded({ operation, outcome: first === undefined ? 'ok' : codeOf(first.extensions) });
        return result;
      },
    }),
    watchGates: (gates) => ({
      resolveDocument: refusalsOf((sent) => gates.resolveDocument(sent)),
      prepare: refusalsOf((text) => gates.prepare(text)),
      chargeReading: (text, payer) => waitedFor(gates.chargeReading(text, payer)),
      admit: refusalsOf((prepared, resolved, viewer) => gates.admit(prepared, resolved, viewer)),
      charge: async (admitted, payer) => waitedFor(gates.charge(admitted, payer)),
      held: gates.held,
      rebind: (next) => gates.rebind(next),
    }),
  };
}

function codeOf(carrier: unknown): string {
  const code =
    typeof carrier === 'object' && carrier !== null && 'code' in carrier ? carrier.code : undefined;
  return isErrorCode(code) ? code : 'INTERNAL_SERVER_ERROR';
}
