import { parseArgs } from 'node:util';
import { CallError } from '../call-error.ts';
import type { Command } from '../command.ts';
import { planFile } from '../plan/plan-file.ts';
import { SCHEMAS_OPTION } from '../schemas-option.ts';

export const PLAN_COMMAND: Command = {
  name: 'plan',
  takes: 'FILE --client NAME [--variables JSON] [--schemas DIR]',
  does: 'draw the upstream calls of a document as a tree, with their keys and bounds',
  options: [
    { name: 'FILE', means: 'the document: schemas/documents/web/search.graphql' },
    { name: '--client NAME', means: 'the client schema that it asks: web' },
    { name: '--variables JSON', means: 'bounds for these variables (default: for any)' },
    SCHEMAS_OPTION.usage,
  ],
  async run(args, terminal) {
    const options = {
      client: { type: 'string' },
      variables: { type: 'string' },
      schemas: SCHEMAS_OPTION.config,
    } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [file, ...more] = positionals;
    if (file === undefined) throw new CallError('name the file of a document');
    if (more.length > 0) throw new CallError(`one document at a time, not also ${more.join(' ')}`);
    if (values.client === undefined) throw new CallError('say which client asks: --client NAME');
    const { client, schemas, variables } = values;
    const { ok, report } = await planFile({ file, client, schemas, variables });
    terminal.out(report);
    return ok ? 0 : 1;
  },
};
