import { parseArgs } from 'node:util';
import { ContractError } from '#contract';
import { CallError } from '../call-error.ts';
import type { Command } from '../command.ts';
import { presentMockReport } from '../present-mock-report.ts';

const DEFAULT_PORT = '4010';
const MAX_PORT = 65_535;

export const MOCK_COMMAND: Command = {
  name: 'mock',
  takes: 'FILE-or-URL [--port N] [--host NAME] [--seed N] [--all]',
  does: 'serve any OpenAPI 3.0 or 3.1 document with examples and data that fit it',
  options: [
    { name: '--port N', means: `where it listens; 0 takes a free port (default: ${DEFAULT_PORT})` },
    { name: '--host NAME', means: 'the address it listens at (default: 127.0.0.1)' },
    { name: '--seed N', means: 'other data where the document has no examples (default: 1)' },
    { name: '--all', means: 'list every replaced example and every mended mistake, not only the first ones' },
  ],
  async run(args, terminal) {
    const options = {
      port: { type: 'string', default: DEFAULT_PORT },
      host: { type: 'string', default: '127.0.0.1' },
      seed: { type: 'string', default: '1' },
      all: { type: 'boolean', default: false },
    } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [source, ...others] = positionals;
    if (source === undefined) throw new CallError('say which document to mock');
    if (others.length > 0) throw new CallError(`one document at a time: what is ${others[0]}?`);
    const port = readWhole('--port', values.port, MAX_PORT);
    const seed = readWhole('--seed', values.seed, Number.MAX_SAFE_INTEGER);
    // Here, so that the other commands work where the packages of the mocks are not installed.
    const { startDocumentMock } = await import('../../mocks/start-document-mock.ts');
    const { clock, send, directory, stopped } = terminal.surroundings;
    const startedMs = clock.now();
    try {
      const mock = await startDocumentMock(
        { source, directory, seed, port, host: values.host },
        { clock, send, logLine: (line) => terminal.error(line) },
      );
      const reported = presentMockReport(mock, terminal, { startedMs, isFull: values.all });
      await untilAborted(stopped());
      await mock.stop();
      await reported;
      return 0;
    } catch (error) {
      terminal.error(`gatehouse: ${explain(error, port)}\n`);
      return 1;
    }
  },
};

function readWhole(option: string, text: string, max: number): number {
  const value = Number(text);
  if (/^\d{1,16}$/.test(text) && value <= max) return value;
  throw new CallError(`${option} takes a whole number from 0 to ${max}, not ${text}`);
}

/** Whoever starts a mock and made a mistake needs no stack. */
function explain(error: unknown, port: number): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE')
    return `port ${port} is taken: stop what listens there, or choose another one with --port (0 takes a free one)`;
  if (error instanceof ContractError || error.name === 'ReadError' || 'syscall' in error)
    return error.message;
  return error.stack ?? error.message;
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
