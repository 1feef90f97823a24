import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { leaveNothing } from '../../support/leftovers.ts';
import { gatehouse } from './run-gatehouse.ts';

const HOME_DOCUMENT = 'schemas/documents/mobile/home.graphql';

/** A document of its own, until the test is over. */
async function writtenDocument(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-plan-'));
  leaveNothing(() => rm(folder, { recursive: true }));
  const file = join(folder, 'some.graphql');
  await writeFile(file, text);
  return file;
}

describe('gatehouse plan', () => {
  it('draws what a registered document calls, and its budget', async () => {
    const { code, stdout } = await gatehouse('plan', HOME_DOCUMENT, '--client', 'mobile');
    expect(stdout).toMatch(
      /^query Home {2}schemas\/documents\/mobile\/home\.graphql\nat most {3}6 calls \(accounts 1, catalog 3, reviews 2\), 2 waves, cost \d+; for any variables\nbudget {4}6 calls, 3 to any one service, cost 300\n\n/,
    );
    expect(stdout).toMatch(
      /^ {3}│ {2}└─ rating ×6 +1 +2 {2}reviews\.getRatingSummaries +6 keys, 50 a call; productIds: \$parent\.id;/m,
    );
    expect(code).toBe(0);
  });

  it('draws a document that is not registered, and has no name', async () => {
    const file = await writtenDocument('{ product(id: 1) { seller { name } } }');
    const { code, stdout } = await gatehouse('plan', file, '--client', 'web');
    expect(stdout).toMatch(
      /^query {2}.*some\.graphql\nat most {3}2 calls \(accounts 1, catalog 1\), 2 waves, cost 2; for any variables\n\n/,
    );
    expect(code).toBe(0);
  });

  it('draws it for the variables that are given, and their defaults', async () => {
    const file = await writtenDocument(
      'query Some($first: Int! = 3) { products(first: $first) { items { seller { name } } } }',
    );
    const rows = async (...args: string[]) =>
      /items ×(\d+)/.exec((await gatehouse('plan', file, '--client', 'web', ...args)).stdout)?.[1];
    expect(await rows()).toBe('50');
    expect(await rows('--variables', '{}')).toBe('3');
    expect(await rows('--variables', '{"first": 7}')).toBe('7');
  });

  it.each([
    ['{ product(id: 1) { titel } }', /some\.graphql:1:20 Cannot query field "titel" on type "Product"\./],
    ['{ product(id: 1) {\n  title', /some\.graphql:2:8 Syntax Error: Expected Name, found <EOF>\./],
    ['fragment F on Product { title }', /some\.graphql:1:1 a document holds one operation/],
    ['query A { me { id } } query B { me { id } }', /some\.graphql:1:1 a document holds one operation/],
  ])('shows what is wrong with %j, and fails', async (text, message) => {
    const { code, stdout } = await gatehouse('plan', await writtenDocument(text), '--client', 'web');
    expect(stdout).toMatch(message);
    expect(code).toBe(1);
  });

  it.each([
    [[], 'name the file of a document'],
    [[HOME_DOCUMENT], 'say which client asks: --client NAME'],
    [[HOME_DOCUMENT, 'more', '--client', 'mobile'], 'one document at a time, not also more'],
    [[HOME_DOCUMENT, '--client', 'mobil'], 'there is no client mobil; there are mobile, web'],
    [['nowhere.graphql', '--client', 'web'], 'nowhere.graphql cannot be read: ENOENT'],
    [[HOME_DOCUMENT, '--client', 'mobile', '--schemas', 'docs'], 'there is no folder docs/services'],
    [
      [HOME_DOCUMENT, '--client', 'mobile', '--variables', '[1]'],
      '--variables takes a JSON object, such as {"first": 10}, not [1]',
    ],
    [
      ['schemas/documents/mobile/product.graphql', '--client', 'mobile', '--variables', '{}'],
      'Variable "$id" of required type "ID!" was not provided.',
    ],
  ])('does not guess what %j means', async (args, complaint) => {
    const { code, stdout, stderr } = await gatehouse('plan', ...args);
    expect(stderr).toContain(`gatehouse: ${complaint}`);
    expect(stderr).toContain('Usage: gatehouse plan FILE --client NAME');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});
