import { describe, expect, it } from '@jest/globals';
import { createMetrics } from '../../../gateway/observability/create-metrics.ts';

const startMetrics = () => createMetrics({ client: 'web', version: '1.2.3' });

describe('the metrics', () => {
  it('count requests by route and status, and know how many are being answered', async () => {
    const metrics = startMetrics();
    metrics.requestBegan();
    metrics.requestBegan();
    metrics.requestEnded({ route: '/graphql', status: 200, durationMs: 12 });
    const text = await metrics.render();
    expect(text).toContain('gatehouse_http_requests_total{route="/graphql",status="200",client="web"} 1');
    expect(text).toContain(
      'gatehouse_http_request_duration_seconds_bucket{le="0.025",client="web",route="/graphql",status="200"} 1',
    );
    expect(text).toContain('gatehouse_http_requests_in_flight{client="web"} 1');
  });

  it('count operations by name only when a trusted document has that name', async () => {
    const metrics = startMetrics();
    metrics.knowOperations(['Home']);
    for (const operation of ['Home', 'Attack1', 'Attack2', undefined])
      metrics.operationEnded({ operation, outcome: 'ok' });
    const text = await metrics.render();
    expect(text).toContain('gatehouse_operations_total{operation="Home",outcome="ok",client="web"} 1');
    expect(text).toContain('gatehouse_operations_total{operation="other",outcome="ok",client="web"} 3');
    expect(text).not.toContain('Attack');
  });

  it('time calls of services', async () => {
    const metrics = startMetrics();
    metrics.upstreamCallEnded({
      service: 'orders',
      operation: 'orders.getOrder',
      outcome: '2xx',
      durationMs: 200,
    });
    const text = await metrics.render();
    expect(text).toContain(
      'gatehouse_upstream_calls_total{service="orders",operation="orders.getOrder",outcome="2xx",client="web"} 1',
    );
    expect(text).toContain(
      'gatehouse_upstream_call_duration_seconds_sum{client="web",service="orders",operation="orders.getOrder"} 0.2',
    );
  });

  it('show the phase, the build, reloads, and the event loop', async () => {
    const metrics = startMetrics();
    metrics.phaseChanged('serving');
    metrics.phaseChanged('draining');
    metrics.schemaReloaded('refused');
    const text = await metrics.render();
    expect(text).toContain('gatehouse_lifecycle_phase{phase="serving",client="web"} 0');
    expect(text).toContain('gatehouse_lifecycle_phase{phase="draining",client="web"} 1');
    expect(text).toContain('gatehouse_schema_reloads_total{outcome="refused",client="web"} 1');
    expect(text).toContain('gatehouse_build_info{version="1.2.3",client="web"} 1');
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds\{/m);
  });

  it('of two gateways in one process do not meet', async () => {
    const [first, second] = [startMetrics(), startMetrics()];
    first.requestEnded({ route: '/graphql', status: 200, durationMs: 1 });
    expect(await second.render()).not.toContain('gatehouse_http_requests_total{');
  });
});
