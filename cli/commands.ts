import type { Command } from './command.ts';
import { CHECK_COMMAND } from './commands/check-command.ts';
import { MOCK_COMMAND } from './commands/mock-command.ts';
import { PLAN_COMMAND } from './commands/plan-command.ts';
import { WORKER_COMMAND } from './commands/worker-command.ts';

/** In the order of the usage. */
export const COMMANDS: readonly Command[] = [CHECK_COMMAND, PLAN_COMMAND, MOCK_COMMAND, WORKER_COMMAND];
