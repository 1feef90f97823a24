import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

const PROGRAM = join(import.meta.dirname, '../fixtures/example-todo/server.mjs');

export interface TodoServer {
  /** Where it listens; `/openapi.json` is its own contract. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the REST server of `@loopback/example-todo`, whose rows lie in a folder that goes with it. */
export async function startTodo(): Promise<TodoServer> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-todo-'));
  const program = dirname(createRequire(import.meta.url).resolve('@loopback/example-todo/package.json'));
  await cp(join(program, 'data'), join(folder, 'data'), { recursive: true });
  const child = spawn(process.execPath, ['--no-deprecation', PROGRAM], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return {
    url: await listeningUrl(child),
    async stop() {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
      await rm(folder, { recursive: true });
    },
  };
}

async function listeningUrl(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the process has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /"msg":"listening","url":"([^"]+)"/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('example-todo ended before it listened');
}
