export const LIFECYCLE_PHASES = ['starting', 'serving', 'draining', 'stopped'] as const;

/** What is counted and timed. `create-metrics.ts` keeps it for Prometheus. */
export interface Metrics {
  /** Of what `render` gives. */
  readonly contentType: string;
  /** Everything in Prometheus' text format. */
  render(): Promise<string>;
  requestBegan(): void;
  /** `route` is the path of a route that exists, or `other`. */
  requestEnded(request: {
    readonly route: string;
    readonly status: number;
    readonly durationMs: number;
  }): void;
  /** `operation` counts by name only when `knowOperations` has it; `outcome` is `ok` or an error code. */
  operationEnded(operation: { readonly operation: string | undefined; readonly outcome: string }): void;
  /** `operation` is the contract's coordinate; `outcome` is a status class such as `2xx`, or an error code. */
  upstreamCallEnded(call: {
    readonly service: string;
    readonly operation: string;
    readonly outcome: string;
    readonly durationMs: number;
  }): void;
  /** A request or operation was refused; `limit` is the option whose limit it met. */
  rateLimited(limit: string): void;
  /** Something was counted in this process alone, because the others' count could not be had. */
  rateFellBack(): void;
  phaseChanged(phase: (typeof LIFECYCLE_PHASES)[number]): void;
  schemaReloaded(outcome: 'swapped' | 'refused'): void;
  /** Replaces the names that operations are counted by: those of the trusted documents. */
  knowOperations(names: Iterable<string>): void;
}
