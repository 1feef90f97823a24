import { parseArgs } from 'node:util';
import { check } from '../check.ts';
import type { Command } from '../command.ts';
import { SCHEMAS_OPTION } from '../schemas-option.ts';

export const CHECK_COMMAND: Command = {
  name: 'check',
  takes: '[--schemas DIR]',
  does: 'bind every client schema to the contracts; list mistakes, and the cost of each document',
  options: [SCHEMAS_OPTION.usage],
  async run(args, terminal) {
    const { values } = parseArgs({ args: [...args], options: { schemas: SCHEMAS_OPTION.config } });
    const { ok, report } = await check(values.schemas);
    terminal.out(report);
    return ok ? 0 : 1;
  },
};
