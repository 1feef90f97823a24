import { parseArgs } from 'node:util';
import { check } from '../check.ts';
import type { Command } from '../command.ts';
import { presentCheckJson } from '../present-check-json.ts';
import { SCHEMAS_OPTION } from '../schemas-option.ts';

export const CHECK_COMMAND: Command = {
  name: 'check',
  takes: '[--schemas DIR] [--json]',
  does: 'bind every client schema to the contracts, and hold every document against its budget',
  options: [SCHEMAS_OPTION.usage, { name: '--json', means: 'the same for programs' }],
  async run(args, terminal) {
    const options = { schemas: SCHEMAS_OPTION.config, json: { type: 'boolean', default: false } } as const;
    const { values } = parseArgs({ args: [...args], options });
    const result = await check(values.schemas);
    terminal.out(values.json ? presentCheckJson(result) : result.report);
    return result.ok ? 0 : 1;
  },
};
