import type { Command } from './command.ts';

/** Every command with half a sentence. */
export function presentUsage(commands: readonly Command[]): string {
  const rows = commands.map(({ name, takes, does }) => [`${name} ${takes}`, does] as const);
  return [
    'Usage: gatehouse <command> [options]',
    '',
    'Commands:',
    ...presentColumns(rows),
    '',
    'Options:',
    ...presentColumns([['--help', 'this text; after a command, what that command takes']]),
    '',
  ].join('\n');
}

/** One command with its options. */
export function presentCommandUsage({ name, takes, does, options }: Command): string {
  const rows = options.map((option) => [option.name, option.means] as const);
  return [
    `Usage: gatehouse ${name} ${takes}`,
    '',
    does,
    '',
    'Options:',
    ...presentColumns([...rows, ['--help', 'this text']]),
    '',
  ].join('\n');
}

function presentColumns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}   ${right}`);
}
