import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SessionKey } from '../../../gateway/session/store/session-store.ts';
import { leaveNothing } from '../../support/leftovers.ts';
import type { Deed } from './interleaving.ts';

export interface Work {
  readonly key: SessionKey;
  readonly deed: Deed;
}

/** How often something was done, was refused because the session had ended, and found no Redis. */
export interface Outcomes {
  readonly done: number;
  readonly refused: number;
  readonly failed: number;
}

export interface SessionProcess {
  /** Does all of it at once, and says how it went. */
  work(work: readonly Work[]): Promise<Outcomes>;
}

export async function startSessionProcess(redisUrl: string): Promise<SessionProcess> {
  const program = fileURLToPath(new URL('session-process.ts', import.meta.url));
  const child = fork(program, [redisUrl], { execArgv: [] });
  leaveNothing(async () => {
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
  });
  const asked: PromiseWithResolvers<Outcomes>[] = [];
  child.on('message', (outcomes: Outcomes) => asked.shift()?.resolve(outcomes));
  child.on('close', () => asked.forEach(({ reject }) => reject(new Error('the process ended'))));
  const answer = () => {
    const waiting = Promise.withResolvers<Outcomes>();
    asked.push(waiting);
    return waiting.promise;
  };
  await answer();
  return {
    work(work) {
      const answered = answer();
      child.send(work);
      return answered;
    },
  };
}
