import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { CallError } from '../call-error.ts';
import type { Command } from '../command.ts';
import { findClient } from '../find-client.ts';
import { SCHEMAS_OPTION } from '../schemas-option.ts';
import { presentWorker } from '../worker/present-worker.ts';
import { sampleAnswers } from '../worker/sample-answers.ts';
import { sampleClient } from '../worker/sample-client.ts';

export const WORKER_COMMAND: Command = {
  name: 'worker',
  takes: '--client NAME --out FILE [--seed N] [--schemas DIR]',
  does: 'write MSW handlers with which a page runs without any server',
  options: [
    { name: '--client NAME', means: 'the client schema that they answer: web' },
    { name: '--out FILE', means: 'where the module goes; it ends with .ts' },
    { name: '--seed N', means: 'other data where the contracts have no examples (default: 1)' },
    SCHEMAS_OPTION.usage,
  ],
  async run(args, terminal) {
    const options = {
      client: { type: 'string' },
      out: { type: 'string' },
      seed: { type: 'string', default: '1' },
      schemas: SCHEMAS_OPTION.config,
    } as const;
    const { values } = parseArgs({ args: [...args], options });
    const { client: name, out, schemas } = values;
    if (name === undefined || out === undefined) throw new CallError('worker needs --client and --out');
    if (!out.endsWith('.ts')) throw new CallError(`${out} does not end with .ts`);
    const seed = readSeed(values.seed);
    const client = await findClient(schemas, name);
    const { bound } = client.schema;
    if (bound === undefined) {
      terminal.error(`${client.file} has mistakes: gatehouse check lists them\n`);
      return 1;
    }
    const data = sampleClient({
      bound,
      documents: client.documents,
      answersOf: sampleAnswers(seed),
    });
    await writeFile(out, presentWorker(name, data));
    terminal.out(`${out}: ${data.objects.length} objects, ${client.documents.length} registered documents\n`);
    return 0;
  },
};

function readSeed(text: string): number {
  const seed = Number(text);
  if (!Number.isSafeInteger(seed)) throw new CallError(`--seed takes a whole number, not ${text}`);
  return seed;
}
