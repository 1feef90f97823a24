import { parseArgs } from 'node:util';
import { check } from './check.ts';

const USAGE = `Usage: gatehouse <command> [options]

Commands:
  check [--schemas DIR]   bind every client schema to the contracts; list mistakes, and the cost of each document

Options:
  --schemas DIR           the folder that holds services/, clients/ and documents/ (default: schemas)
  --help                  this text
`;

/** What a command says goes to `out`, what is wrong with how it was called to `error`. */
export interface Terminal {
  out(text: string): void;
  error(text: string): void;
}

/** The exit code: 0 when all is well, 1 when something that was checked is wrong, 2 when the call makes no sense. */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> {
  const call = parseCall(args);
  if ('problem' in call) {
    terminal.error(`gatehouse: ${call.problem}\n\n${USAGE}`);
    return 2;
  }
  if (call.help) {
    terminal.out(USAGE);
    return 0;
  }
  const { ok, report } = await check(call.schemas);
  terminal.out(report);
  return ok ? 0 : 1;
}

type Call = { readonly help: boolean; readonly schemas: string } | { readonly problem: string };

function parseCall(args: readonly string[]): Call {
  try {
    const options = {
      schemas: { type: 'string', default: 'schemas' },
      help: { type: 'boolean', default: false },
    } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (values.help) return values;
    const [command, ...more] = positionals;
    if (command === undefined) return { problem: 'say what to do' };
    if (command !== 'check') return { problem: `there is no command ${command}` };
    return more.length > 0 ? { problem: `check takes no ${more.join(' ')}` } : values;
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
