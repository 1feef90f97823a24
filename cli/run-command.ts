import { ContractError } from '#contract';
import { CallError } from './call-error.ts';
import type { Command, ExitCode, Terminal } from './command.ts';
import { COMMANDS } from './commands.ts';
import { presentCommandUsage, presentUsage } from './present-usage.ts';

export async function runCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === '--help') return explain(presentUsage(COMMANDS), terminal);
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) {
    const problem = name === undefined ? 'say what to do' : `there is no command ${name}`;
    return refuse(problem, presentUsage(COMMANDS), terminal);
  }
  if (rest.includes('--help')) return explain(presentCommandUsage(command), terminal);
  return callCommand(command, rest, terminal);
}

async function callCommand(command: Command, args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    return await command.run(args, terminal);
  } catch (error) {
    if (isSenseless(error)) return refuse(error.message, presentCommandUsage(command), terminal);
    if (isInFiles(error)) {
      terminal.error(`gatehouse: ${error.message}\n`);
      return 1;
    }
    throw error;
  }
}

function explain(usage: string, terminal: Terminal): ExitCode {
  terminal.out(usage);
  return 0;
}

function refuse(problem: string, usage: string, terminal: Terminal): ExitCode {
  terminal.error(`gatehouse: ${problem}\n\n${usage}`);
  return 2;
}

function isSenseless(error: unknown): error is Error {
  if (error instanceof CallError) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}

/** What stands in files, or keeps them from being read and written: whoever named them needs no stack. */
function isInFiles(error: unknown): error is Error {
  return error instanceof ContractError || (error instanceof Error && 'syscall' in error);
}
