import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { FaultProxy } from './fault-proxy.ts';
import type { Faults } from './faults.ts';

/** `startFaultProxy` in a process of its own, so that a test that is busy makes nobody wait for bytes. */
export async function startSeparateProxy(to: {
  readonly port: number;
}): Promise<Pick<FaultProxy, 'port' | 'set' | 'clear' | 'stop'>> {
  const program = fileURLToPath(new URL('fault-proxy-program.ts', import.meta.url));
  const child = spawn(process.execPath, [program, String(to.port)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const told = async () => (await lines.next()).value ?? '';
  const port = Number(await told());

  async function set(faults: Faults): Promise<void> {
    child.stdin.write(`${JSON.stringify(faults)}\n`);
    if ((await told()) !== 'set') throw new Error('the fault proxy ended');
  }
  return {
    port,
    set,
    clear: () => set({}),
    async stop() {
      child.stdin.end();
      await ended;
      process.off('exit', endWithUs);
    },
  };
}
