import { describe, expect, it } from '@jest/globals';
import { createOperationsServer } from '../../../gateway/http/create-operations-server.ts';
import { listen } from '../../../gateway/http/listen.ts';
import { createMetrics } from '../../../gateway/observability/create-metrics.ts';
import { resolveOptions } from '../../../gateway/options.ts';
import { leaveNothing } from '../../support/leftovers.ts';

async function openOperations(): Promise<string> {
  const server = createOperationsServer({
    limits: resolveOptions({}).connections,
    metrics: createMetrics({ client: 'test', version: '0' }),
    diagnostics: () => ({ phase: 'serving' }),
  });
  leaveNothing(() => server.close());
  return listen('operations', server, { host: '127.0.0.1', port: 0 });
}

describe('the operations port', () => {
  it('has the metrics', async () => {
    const answer = await fetch(`${await openOperations()}/metrics`, { headers: { connection: 'close' } });
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await answer.text()).toContain('gatehouse_build_info');
  });

  it('has the diagnostics', async () => {
    const answer = await fetch(`${await openOperations()}/diagnostics`, { headers: { connection: 'close' } });
    expect(await answer.json()).toEqual({ phase: 'serving' });
  });

  it.each([
    ['GET', '/'],
    ['GET', '/livez'],
    ['POST', '/metrics'],
  ])('has nothing for %s %s', async (method, path) => {
    const answer = await fetch(`${await openOperations()}${path}`, {
      method,
      headers: { connection: 'close' },
    });
    expect(answer.status).toBe(404);
  });
});
