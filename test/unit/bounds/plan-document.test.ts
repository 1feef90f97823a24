import { describe, expect, it } from '@jest/globals';
import { type DocumentPlan, type PlannedCall, type PlannedField, planDocument } from '#binding';
import { testSize } from '../../support/test-size.ts';
import { parseOperation } from './count-calls.ts';
import { readFixture } from './read-fixture.ts';

const bound = readFixture();

interface Choices {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly maxSlice?: number;
}

function plan(text: string, { variables = {}, maxSlice }: Choices = {}): DocumentPlan {
  const input = { ...parseOperation(bound, text), variables };
  return planDocument(bound, maxSlice === undefined ? input : { ...input, maxSlice });
}

/** `items.maker people.listPeople 3` for each field that makes a call. */
function linesOf(fields: readonly PlannedField[], above = ''): string[] {
  return fields.flatMap(({ name, call, fields: below }) => {
    const path = above === '' ? name : `${above}.${name}`;
    const shared = call?.sharedWith === undefined ? '' : ` with ${call.sharedWith}`;
    const own = call && `${path} ${operationsOf(call.field)} wave ${call.wave}: ${call.calls}${shared}`;
    return [...(own === undefined ? [] : [own]), ...linesOf(below, path)];
  });
}

function operationsOf(field: PlannedCall['field']): string {
  const operations = field.kind === 'resolver' ? field.calls : [field.call.operation];
  return operations.map(({ coordinate }) => coordinate).join(' or ');
}

describe('a plan', () => {
  it('shows what makes calls, in the order of the answer, and who shares them', () => {
    const { fields } = plan(`{
      items { items { id maker { name favourite { name } } hours { text } tags { text } } }
      a: item(id: 1) { hours { text } tags { editor { name } } }
      b: item(id: 1) { name }
    }`);
    expect(linesOf(fields)).toEqual([
      'items store.listItems wave 1: 1',
      'items.items.maker people.listPeople wave 2: 2',
      'items.items.maker.favourite store.listItemsByIds wave 3: 2',
      'items.items.hours store.getHours wave 2: 0 with a.hours',
      'items.items.tags store.listTags wave 2: 0 with a.tags',
      'a store.getItem wave 1: 1',
      'a.hours store.getHours wave 2: 1',
      'a.tags store.listTags wave 2: 1',
      'a.tags.editor people.listPeople wave 3: 1',
      'b store.getItem wave 1: 0 with a',
    ]);
  });

  it('leaves out what leads to no call', () => {
    const { fields } = plan('{ __typename item(id: 1) { id boxes { size } notes { text } } }');
    expect(fields).toMatchObject([
      { name: 'item', rows: 1, fields: [{ name: 'notes', coordinate: 'Item.notes', rows: 2, fields: [] }] },
    ]);
  });
});

describe('the bound of types that one place may hold', () => {
  it('is the most of one object, in all and of each service', () => {
    const { calls, perService } = plan(
      '{ thing(id: 1) { ... on Book { author { name } } ... on Toy { parts { name } } } }',
    );
    expect({ calls, perService }).toEqual({
      calls: 2,
      perService: new Map([
        ['store', 2],
        ['people', 1],
      ]),
    });
  });

  it('names the type that a call belongs to', () => {
    const { fields } = plan('{ things { maker { name } ... on Voucher { issuer { name } } } }');
    expect(fields[0]?.fields.map(({ on, name }) => `${on} ${name}`)).toEqual([
      'Book maker',
      'Toy maker',
      'Voucher maker',
      'Voucher issuer',
    ]);
  });

  it('takes each type to have all rows, so that it is never too low', () => {
    // Five toys have 15 parts and are four calls, but then there is no book.
    const { calls } = plan('{ things { ... on Book { author { name } } ... on Toy { parts { name } } } }');
    expect(calls).toBe(1 + 1 + 4);
  });
});

it('the bound takes what is read twice for two calls where a function may change something in between', () => {
  const text = '{ tags { text } front { tags { text } } }';
  expect(plan(text).calls).toBe(1);
  expect(plan(text.replace('{ tags', '{ clean tags')).calls).toBe(2 + 1);
});

describe('the bound for any variables', () => {
  it.each([
    [
      'a variable is what it may be at most, whatever its default',
      'query Q($n: Int! = 2) { items(first: $n) { items { maker { name } } } }',
      7,
      2,
    ],
    [
      'the contract knows less',
      'query Q($n: Int! = 2) { items(first: $n) { items { maker { name } } } }',
      100,
      3,
    ],
    [
      'a list without its argument is as long as it may be',
      'query Q($n: Int) { all(most: $n) { maker { name } } }',
      1,
      3,
    ],
    ['what must not be null is not', 'query Q($n: Int!) { all(most: $n) { maker { name } } }', 1, 1],
    ['what is written counts', '{ items(first: 2) { items { maker { name } } } }', 100, 1],
  ])('%s', (_, text, maxSlice, people) => {
    expect(plan(text, { maxSlice }).perService.get('people')).toBe(people);
  });

  it('takes those that are given', () => {
    const text = 'query Q($n: Int! = 2) { items(first: $n) { items { maker { name } } } }';
    expect(plan(text, { maxSlice: 100, variables: { n: 3 } }).perService.get('people')).toBe(1);
  });
});

/** Each fragment spreads the next one twice, at two places. */
function doubling(length: number): string {
  const fragments = Array.from({ length }, (_, index) => {
    const next = index + 1 < length ? `...F${index + 1}` : 'name';
    return `fragment F${index} on Item { a: parts { ${next} } b: parts { ${next} } }`;
  });
  return `{ item(id: 1) { ...F0 } } ${fragments.join(' ')}`;
}

describe('counting', () => {
  it('is exact while a document has a size that people read', () => {
    expect(plan(doubling(3)).calls).toBeGreaterThan(3);
    expect(plan(doubling(3)).waves).toBe(4);
  });

  it('ends for documents that unfold without end, and says that it does not know', () => {
    const startedAt = performance.now();
    const { calls, perService, waves } = plan(doubling(60));
    expect(performance.now() - startedAt).toBeLessThan(testSize.allowed(1000));
    expect({ calls, waves }).toEqual({ calls: Infinity, waves: Infinity });
    expect(perService).toEqual(
      new Map([
        ['people', Infinity],
        ['store', Infinity],
      ]),
    );
  });

  it('goes through a chain of hundreds of fragments', () => {
    const length = 400;
    const fragments = Array.from({ length }, (_, index) => {
      const next = index + 1 < length ? `...F${index + 1}` : 'maker { name }';
      return `fragment F${index} on Item { name ${next} }`;
    });
    expect(plan(`{ item(id: 1) { ...F0 } } ${fragments.join(' ')}`).calls).toBe(2);
  });

  it('goes down two thousand fields', () => {
    const length = 1000;
    const fragments = Array.from({ length }, (_, index) => {
      const next = index + 1 < length ? `...F${index + 1}` : 'name';
      return `fragment F${index} on Item { maker { favourite { ${next} } } }`;
    });
    const { calls, waves } = plan(`{ item(id: 1) { ...F0 } } ${fragments.join(' ')}`);
    expect({ calls, waves }).toEqual({ calls: 1 + 2 * length, waves: 1 + 2 * length });
  });
});
