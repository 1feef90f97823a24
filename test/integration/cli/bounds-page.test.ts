import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { parseBudgets } from '../../../cli/budgets/parse-budgets.ts';
import { gatehouse, HOME } from './run-gatehouse.ts';

const page = await readFile(join(HOME, 'docs/bounds.md'), 'utf8');

function blocks(language: string): string[] {
  return [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, of, text = '']) =>
    of === language ? [text] : [],
  );
}

it('docs/bounds.md shows what gatehouse plan prints: repeat the command there when it changes', async () => {
  const [shown = ''] = blocks('text').filter((block) => block.startsWith('$ npx gatehouse '));
  const [command = '', ...lines] = shown.split('\n');
  const { stdout } = await gatehouse(...command.replace('$ npx gatehouse ', '').split(' '));
  expect(stdout).toBe(lines.join('\n'));
});

it('docs/bounds.md shows a row of gatehouse check', async () => {
  const { stdout } = await gatehouse('check');
  const [, table = ''] = blocks('text');
  for (const line of table.split('\n').filter((text) => text !== ''))
    expect(stdout.split('\n')).toContain(line);
});

it('docs/bounds.md shows a budget', () => {
  const [budget = ''] = blocks('yaml');
  expect(parseBudgets('budget.yaml', budget).of('ProductPage').calls.max).toBe(10);
});
