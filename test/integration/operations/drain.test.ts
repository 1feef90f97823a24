import { setInterval as everyMs } from 'node:timers/promises';
import { beforeAll, expect, it } from '@jest/globals';
import { Pool } from 'undici';
import { BFFS, type Bff, unhurried } from '../../support/bffs.ts';
import { started } from '../../support/leftovers.ts';
import { type MockServers, startMocks } from '../../support/mock-servers.ts';
import { type BffProcess, startBff } from '../../support/start-bff.ts';

const RATE_PER_SECOND = 100;
/** Several rounds of probes, even on a busy machine. */
const DRAIN_DELAY_MS = 1_500;

interface Target {
  readonly pool: Pool;
  readonly probe: Pool;
  ready: boolean;
  sent: number;
}

function isRefusedConnection(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ECONNREFUSED';
}

/** What a load balancer does: keeps connections, probes, and sends to whoever says that it is ready. */
class Balancer {
  readonly failures: unknown[] = [];
  answered = 0;
  readonly #bff: Bff;
  readonly #targets: Target[] = [];
  #probing = false;
  readonly #inFlight = new Set<Promise<void>>();

  constructor(bff: Bff, processes: readonly BffProcess[]) {
    this.#bff = bff;
    for (const { url } of processes) {
      const [pool, probe] = [new Pool(url, { connections: 8 }), new Pool(url, { connections: 1 })];
      this.#targets.push({ pool, probe, ready: true, sent: 0 });
    }
  }

  /** One round of probes; does nothing while the one before is under way. */
  async probe(): Promise<void> {
    if (this.#probing) return;
    this.#probing = true;
    for (const target of this.#targets) {
      const answer = await target.probe.request({ method: 'GET', path: '/readyz' }).catch(() => undefined);
      await answer?.body.dump();
      target.ready = answer?.statusCode === 200;
    }
    this.#probing = false;
  }

  send(): void {
    const sending = this.#exchange().catch((error: unknown) => void this.failures.push(error));
    this.#inFlight.add(sending);
    void sending.finally(() => this.#inFlight.delete(sending));
  }

  /** A connection that is refused costs nothing: nobody has seen the request yet, so another process gets it. */
  async #exchange(): Promise<void> {
    const headers = { 'content-type': 'application/json', ...this.#bff.headers };
    const body = JSON.stringify({ query: this.#bff.sample.query });
    const target = this.#leastUsed();
    try {
      const answer = await target.pool.request({ method: 'POST', path: '/graphql', headers, body });
      const text = await answer.body.text();
      if (answer.statusCode !== 200 || !text.endsWith('}')) throw new Error(`${answer.statusCode} ${text}`);
      this.answered += 1;
    } catch (error) {
      if (!isRefusedConnection(error)) throw error;
      target.ready = false;
      await this.#exchange();
    }
  }

  #leastUsed(): Target {
    const [target] = this.#targets
      .filter(({ ready }) => ready)
      .toSorted((left, right) => left.sent - right.sent);
    if (target === undefined) throw new Error('nobody is ready');
    target.sent += 1;
    return target;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#inFlight);
    await Promise.all(this.#targets.flatMap(({ pool, probe }) => [pool.destroy(), probe.destroy()]));
  }
}

let mocks: MockServers;
beforeAll(async () => {
  mocks = started(await startMocks());
});

it.each(BFFS)('REL-29 loses no request of $name when a process is rolled under load', async (bff) => {
  await mocks.fault(bff.sample.service, { latencyMs: 60 });
  const env = {
    DRAIN_DELAY_MS: String(DRAIN_DELAY_MS),
    LOG_LEVEL: 'warn',
    ...unhurried(bff),
  };
  const [leaving, staying] = await Promise.all(
    [0, 1].map(() => startBff(bff, { services: mocks.urls, env })),
  );
  const processes = [started(leaving!), started(staying!)];
  const balancer = started(new Balancer(bff, processes));

  const begun = performance.now();
  let ended: ReturnType<BffProcess['stop']> | undefined;
  for await (const _ of everyMs(1_000 / RATE_PER_SECOND)) {
    const now = performance.now();
    if (now - begun > 700) ended ??= leaving!.stop();
    if (now - begun > 3_500) break;
    balancer.send();
    void balancer.probe();
  }
  const ending = await ended;
  await balancer.stop();
  await mocks.reset();

  expect(balancer.failures).toEqual([]);
  expect(balancer.answered).toBeGreaterThan(50);
  expect(ending?.code).toBe(0);
});
