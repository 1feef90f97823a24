import { describe, expect, it } from '@jest/globals';
import { parseBudgets } from '../../../cli/budgets/parse-budgets.ts';

const DEFAULT = 'default: { calls: 4, perService: 2, cost: 300 }\n';

function limitsOf(text: string, document: string) {
  const { calls, perService, cost, waves } = parseBudgets('budget.yaml', text).of(document);
  return { calls: calls.max, perService: perService.max, cost: cost.max, waves: waves?.max };
}

describe('budgets', () => {
  it('are those of all documents, but for what a document has of its own', () => {
    const text = `${DEFAULT}documents:\n  Home: { calls: 6, waves: 3 }\n`;
    expect(limitsOf(text, 'Product')).toEqual({ calls: 4, perService: 2, cost: 300, waves: undefined });
    expect(limitsOf(text, 'Home')).toEqual({ calls: 6, perService: 2, cost: 300, waves: 3 });
  });

  it('know where each limit is written', () => {
    const { calls, cost } = parseBudgets('budget.yaml', `${DEFAULT}documents:\n  Home: { calls: 6 }\n`).of(
      'Home',
    );
    expect(calls).toEqual({ max: 6, isOwn: true, position: { file: 'budget.yaml', line: 3, column: 11 } });
    expect(cost).toMatchObject({ isOwn: false, position: { line: 1, column: 37 } });
  });

  it.each([
    ['no default', 'documents: {}', '1:1 say under `default` what any document may need'],
    ['a default that lacks something', 'default: { calls: 4, cost: 3 }', '1:1 `default` lacks perService'],
    ['a default that is no object', 'default: 4', '1:1 limits look like { calls: 4'],
    [
      'another key',
      `${DEFAULT}document: {}`,
      '2:1 nothing is called `document` here; did you mean `documents`?',
    ],
    [
      'another limit',
      'default: { calls: 4, perservice: 2, cost: 3 }',
      '1:22 nothing is called `perservice` here; did you mean `perService`?',
    ],
    [
      'another limit of a document',
      `${DEFAULT}documents: { Home: { size: 3 } }`,
      '2:22 nothing is called `size` here; there are calls, perService, cost, waves',
    ],
    [
      'text',
      'default: { calls: four, perService: 2, cost: 3 }',
      '1:12 `calls` is "four", and a limit is a whole number, 0 or more',
    ],
    ['a fraction', 'default: { calls: 1.5, perService: 2, cost: 3 }', '1:12 `calls` is 1.5'],
    ['less than nothing', 'default: { calls: -1, perService: 2, cost: 3 }', '1:12 `calls` is -1'],
    ['nothing', 'default: { calls: , perService: 2, cost: 3 }', '1:12 `calls` is null'],
    ['a document without limits', `${DEFAULT}documents: { Home: 6 }`, '2:14 limits look like'],
    [
      'a list of documents',
      `${DEFAULT}documents: [Home]`,
      '2:1 `documents` holds limits by the names of documents',
    ],
    ['a list', '- default', '1:1 This is no budget: its root must be an object'],
    ['no YAML', 'default: { calls: 4', '1:20 '],
    ['a key that stands twice', `${DEFAULT}${DEFAULT}`, '2:1 The key "default" stands twice'],
  ])('are refused with their place: %s', (_, text, message) => {
    expect(() => parseBudgets('budget.yaml', text)).toThrow(`budget.yaml:${message}`);
  });

  it('are refused with all that is wrong', () => {
    const text = 'default: { calls: x, perService: 2, cost: y }\ndocuments: { Home: { cost: z } }';
    expect(() => parseBudgets('budget.yaml', text)).toThrow(/1:12 .*\n.*1:37 .*\n.*2:22 /);
  });
});
