import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { LIFECYCLE_PHASES, type Metrics } from './metrics.ts';

/** From a cache hit to the longest deadline. */
const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * Metrics in a registry of their own, so that two gateways in one process do not meet. Every label has a bounded
 * set of values: routes and operations that nobody registered count as `other`.
 */
export function createMetrics({
  client,
  version,
}: {
  readonly client: string;
  readonly version: string;
}): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ client });
  collectDefaultMetrics({ register: registry });
  const instruments = createInstruments(registry);
  let known: ReadonlySet<string> = new Set();
  instruments.build.set({ version }, 1);

  return {
    contentType: registry.contentType,
    render: () => registry.metrics(),
    requestBegan: () => instruments.inFlight.inc(),
    requestEnded({ route, status, durationMs }) {
      const labels = { route, status };
      instruments.inFlight.dec();
      instruments.requests.inc(labels);
      instruments.requestSeconds.observe(labels, durationMs / 1_000);
    },
    operationEnded({ operation, outcome }) {
      const name = operation !== undefined && known.has(operation) ? operation : 'other';
      instruments.operations.inc({ operation: name, outcome });
    },
    upstreamCallEnded({ service, operation, outcome, durationMs }) {
      instruments.upstreamCalls.inc({ service, operation, outcome });
      instruments.upstreamSeconds.observe({ service, operation }, durationMs / 1_000);
    },
    rateLimited: (limit) => instruments.rateLimited.inc({ limit }),
    rateFellBack: () => instruments.rateFallBacks.inc(),
    phaseChanged(phase) {
      for (const each of LIFECYCLE_PHASES) instruments.phase.set({ phase: each }, each === phase ? 1 : 0);
    },
    schemaReloaded: (outcome) => instruments.reloads.inc({ outcome }),
    knowOperations(names) {
      known = new Set(names);
    },
  };
}

function createInstruments(registry: Registry) {
  const registers = [registry];
  return {
    requests: new Counter({
      name: 'gatehouse_http_requests_total',
      help: 'Answered HTTP requests.',
      labelNames: ['route', 'status'],
      registers,
    }),
    requestSeconds: new Histogram({
      name: 'gatehouse_http_request_duration_seconds',
      help: 'From the first byte of a request to the last of its answer.',
      labelNames: ['route', 'status'],
      buckets: SECONDS,
      registers,
    }),
    inFlight: new Gauge({
      name: 'gatehouse_http_requests_in_flight',
      help: 'HTTP requests that are being answered now.',
      registers,
    }),
    operations: new Counter({
      name: 'gatehouse_operations_total',
      help: 'GraphQL operations by the name of their trusted document, and how they ended.',
      labelNames: ['operation', 'outcome'],
      registers,
    }),
    upstreamCalls: new Counter({
      name: 'gatehouse_upstream_calls_total',
      help: 'Calls of services by operation of the contract, and how they ended.',
      labelNames: ['service', 'operation', 'outcome'],
      registers,
    }),
    upstreamSeconds: new Histogram({
      name: 'gatehouse_upstream_call_duration_seconds',
      help: 'How long calls of services took.',
      labelNames: ['service', 'operation'],
      buckets: SECONDS,
      registers,
    }),
    rateLimited: new Counter({
      name: 'gatehouse_rate_limited_total',
      help: 'Requests and operations that were refused, by the limit that they met.',
      labelNames: ['limit'],
      registers,
    }),
    rateFallBacks: new Counter({
      name: 'gatehouse_rate_fall_backs_total',
      help: 'Times that this process counted by itself, because Redis could not be asked.',
      registers,
    }),
    phase: new Gauge({
      name: 'gatehouse_lifecycle_phase',
      help: '1 for the phase that the process is in, 0 for the others.',
      labelNames: ['phase'],
      registers,
    }),
    reloads: new Counter({
      name: 'gatehouse_schema_reloads_total',
      help: 'Reloads of the client schema, and how they ended.',
      labelNames: ['outcome'],
      registers,
    }),
    build: new Gauge({
      name: 'gatehouse_build_info',
      help: 'Always 1; the label says what runs.',
      labelNames: ['version'],
      registers,
    }),
  };
}
