import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { after } from './after.ts';

/** A process to run, and how to tell that it is up. */
export interface Program {
  readonly name: string;
  /** What Node gets: flags and the file. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isReady: (line: string) => boolean;
}

export interface SupervisorOptions {
  /** The folder that programs run in. */
  readonly home: string;
  /** Called for every line that a program writes, in order. */
  onLine(program: string, line: string): void;
  /** A program ended that nobody asked to end: `with code 1`, `by SIGKILL`. */
  onDeath(program: string, how: string): void;
  /** How long programs may take to stop before they are killed. */
  readonly stopTimeoutMs: number;
}

export interface Supervisor {
  /** Resolves with true when the program is ready, with false when it ended before, or all is being stopped. */
  start(program: Program): Promise<boolean>;
  /** Asks every program to stop, waits for the last, and kills what does not. */
  stop(): Promise<void>;
  /** Kills every program at once, with whatever it started itself. */
  kill(): void;
}

/** Runs programs side by side. When one of them ends by itself, it is for the caller to stop the others. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const running = new Map<ChildProcess, Promise<void>>();
  let stopping = false;

  function start(program: Program): Promise<boolean> {
    if (stopping) return Promise.resolve(false);
    const { name, isReady } = program;
    const child = spawnProgram(program, options.home);
    const ready = Promise.withResolvers<boolean>();
    const onLine = (line: string): void => {
      options.onLine(name, line);
      if (isReady(line)) ready.resolve(true);
    };
    const watch = async (): Promise<void> => {
      const how = await endOf(child, onLine);
      running.delete(child);
      ready.resolve(false);
      if (!stopping) options.onDeath(name, how);
    };
    running.set(child, watch());
    return ready.promise;
  }

  async function stop(): Promise<void> {
    stopping = true;
    for (const child of running.keys()) child.kill('SIGTERM');
    const cancel = after(options.stopTimeoutMs, kill);
    await Promise.all(running.values());
    cancel();
  }

  function kill(): void {
    for (const { pid } of running.keys()) if (pid !== undefined) killGroup(pid);
  }

  return { start, stop, kill };
}

/**
 * In a process group of its own: Ctrl-C in a terminal reaches every process of its group, and programs that get the
 * signal twice (from the terminal and from here) would take the second one for impatience.
 */
function spawnProgram({ args, environment }: Program, home: string): ChildProcess {
  return spawn(process.execPath, args, {
    cwd: home,
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended in this moment.
  }
}

/** How it ended, once its last line has been told. */
function endOf(child: ChildProcess, onLine: (line: string) => void): Promise<string> {
  const end = Promise.withResolvers<string>();
  child.once('error', (error) => end.resolve(`because it cannot be started: ${error.message}`));
  child.once('close', (code, signal) => end.resolve(signal === null ? `with code ${code}` : `by ${signal}`));
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on('line', onLine);
  }
  return end.promise;
}
