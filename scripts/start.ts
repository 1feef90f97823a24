/**
 * `npm start`: the identity provider, the mocks and every BFF, in one terminal. `npm run dev` (`--watch`) also restarts a process when its
 * code changes; contracts and schemas are reloaded by the processes themselves.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createSupervisor, type Program } from './create-supervisor.ts';
import { parseLogLine, presentLogLine } from './log-line.ts';
import { paintPrefix } from './paint-prefix.ts';
import { planSignIn } from './plan-sign-in.ts';
import { type Address, addressesIn, presentAddresses, serviceVariables } from './present-addresses.ts';
import { presentTrials } from './present-trials.ts';

/** Longer than a BFF drains. */
const STOP_TIMEOUT_MS = 20_000;

const home = join(import.meta.dirname, '..');
const watch = process.argv.includes('--watch');
const coloured = process.stdout.isTTY && !process.env['NO_COLOR'];
const bffs = readdirSync(home).filter((folder) => folder.endsWith('-bff'));
const names = [...bffs, 'identity-provider', 'mocks'];
const addresses: Address[] = [];
let stopping: Promise<void> | undefined;

const supervisor = createSupervisor({
  home,
  onLine: show,
  onDeath(program, how) {
    if (stopping !== undefined) return;
    say(`${program} ended ${how}; stopping the others.`);
    process.exitCode = 1;
    void stop();
  },
  stopTimeoutMs: STOP_TIMEOUT_MS,
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
// However this process ends, it leaves nothing behind: the programs stand in groups of their own.
process.on('exit', () => supervisor.kill());
process.stdout.on('error', () => void stop());

if (existsSync(join(home, '.env'))) process.loadEnvFile(join(home, '.env'));
await run();

/** Provider and mocks come first: the BFFs are told where they are. */
async function run(): Promise<void> {
  const environment = { ...process.env, WATCH: watch ? '1' : process.env['WATCH'] };
  const plan = await planSignIn(environment);
  const first = [
    createProgram('mocks', 'ready', { ...environment, ...plan.everybody }),
    ...(plan.provider === undefined ? [] : [createProgram('identity-provider', 'ready', plan.provider)]),
  ];
  const isUp = await Promise.all(first.map((program) => supervisor.start(program)));
  if (stopping !== undefined || isUp.includes(false)) return;
  const forBffs = {
    ...serviceVariables(addresses),
    ...environment,
    ...plan.everybody,
    MOCKS_PORT: undefined,
  };
  const ready = await Promise.all(
    bffs.map((bff) => supervisor.start(createProgram(bff, 'listening', { ...forBffs, ...plan.bff(bff) }))),
  );
  if (stopping !== undefined || ready.includes(false)) return;
  const rows = names.flatMap((name) => addresses.filter(({ program }) => program === name));
  say(
    `Everything runs:\n\n${presentAddresses(rows)}\n\nTry it:\n\n${presentTrials(rows)}\n\nCtrl-C stops it all.`,
  );
}

/** `node --watch` follows the files that a program imports. */
function createProgram(name: string, readyMessage: string, environment: Program['environment']): Program {
  const watching = watch ? ['--watch', '--watch-preserve-output'] : [];
  const isReady = (line: string) => parseLogLine(line)?.msg === readyMessage;
  return { name, args: [...watching, mainOf(name)], environment, isReady };
}

function mainOf(name: string): string {
  return name === 'identity-provider' ? 'mocks/identity-provider/main.ts' : `${name}/main.ts`;
}

function onSignal(): void {
  if (stopping === undefined) {
    say('Stopping. Ctrl-C again does not wait.');
    void stop();
    return;
  }
  supervisor.kill();
  process.exitCode = 1;
}

function stop(): Promise<void> {
  stopping ??= supervisor.stop();
  return stopping;
}

function show(program: string, text: string): void {
  const line = parseLogLine(text);
  if (line !== undefined) addresses.push(...addressesIn(program, line));
  const shown = line === undefined ? text : presentLogLine(line);
  process.stdout.write(`${paintPrefix(program, names, coloured)}${shown}\n`);
}

function say(text: string): void {
  process.stdout.write(`\n${text}\n\n`);
}
