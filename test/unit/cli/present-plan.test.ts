import { describe, expect, it } from '@jest/globals';
import { ANY_VARIABLES, costOf, planDocument } from '#binding';
import { presentPlan } from '../../../cli/plan/present-plan.ts';
import { parseOperation } from '../bounds/count-calls.ts';
import { readFixture } from '../bounds/read-fixture.ts';

const bound = readFixture();

/** As at a terminal; lines begin with the same margin as in the test. */
function drawn(text: string, variables?: Readonly<Record<string, unknown>>): string[] {
  const input = {
    ...parseOperation(bound, text),
    ...(variables === undefined ? ANY_VARIABLES : { variables }),
  };
  const plan = planDocument(bound, input);
  const report = { title: 'query', file: 'some.graphql', cost: costOf(bound, input), budget: undefined };
  return presentPlan({ ...report, plan, validity: 'for any variables' }).split('\n');
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.slice(6));
}

describe('a plan at a terminal', () => {
  it('is a tree of fields with their calls, waves, keys and bounds', () => {
    const text = `{
      items(first: 6) {
        items {
          id
          maker { motto home { host { name } } }
          makerAlone { name }
          hours { text }
          tags { text }
          stock { count }
          notes(first: 3) { author { name } }
          rating { stars }
          friend
        }
      }
      tags { id }
    }`;
    expect(drawn(text)).toEqual(
      lines(`
      query  some.graphql
      at most   25 calls (people 18, store 7), 4 waves, cost 119; for any variables

      field                      calls  wave  operation          how
      ├─ items                       1     1  store.listItems    tag: $args.tag, limit: $args.first, cursor: $args.after
      │  └─ items ×6
      │     ├─ maker ×6              2     2  people.listPeople  6 keys, 5 a call; ids: $parent.makerId; matched by id = $parent.makerId
      │     │  └─ @profile ×4        4     3  people.getProfile  one call a row, for 6 rows at most 4; id: $parent.id
      │     │     └─ home ×4
      │     │        └─ host ×4      1     4  people.listPeople  4 keys, 5 a call; ids: $parent.hostId; matched by id = $parent.hostId
      │     ├─ makerAlone ×3         3     2  people.getPerson   one call a row, for 6 rows at most 3; id: $parent.makerId
      │     ├─ hours                 1     2  store.getHours     once for all rows
      │     ├─ tags ×24              –     2  store.listTags     made for tags
      │     ├─ stock ×6              2     2  store.queryStock   6 keys, 3 a call; body.places: { item: $parent.id, shelf: $parent.shelf }; matched by item = $parent.id, shelf = $parent.shelf
      │     ├─ notes ×18             2     2  people.listNotes   6 keys, 5 a call; itemIds: $parent.id; each: $args.first; matched by itemId = $parent.id
      │     │  └─ author ×18         4     3  people.listPeople  18 keys, 5 a call; ids: $parent.authorId; matched by id = $parent.authorId
      │     ├─ rating ×6             2     2  store.getRatings   6 keys, 4 a call; ids: $parent.id; matched by $key = $parent.id
      │     └─ friend ×6             2     3  people.getPerson   in TypeScript
      └─ tags ×10                    1     1  store.listTags
      `),
    );
  });

  it('says whose field it is, and which calls are one', () => {
    expect(drawn('{ things { maker { name } ... on Voucher { issuer { name } } } }')).toEqual(
      lines(`
      query  some.graphql
      at most   4 calls (people 3, store 1), 2 waves, cost 15; for any variables

      field                      calls  wave  operation          how
      └─ things ×5                   1     1  store.listThings
         ├─ maker (Book) ×5          1     2  people.listPeople  5 keys, 5 a call; ids: $parent.makerId; matched by id = $parent.makerId
         ├─ maker (Toy) ×5           –     2  people.listPeople  made for things.maker
         ├─ maker (Voucher) ×5       –     2  people.listPeople  made for things.maker
         └─ issuer (Voucher) ×2      2     2  people.getPerson   one call a row, for 5 rows at most 2; id: $parent.issuerId
      `),
    );
  });

  it('shows changes one after the other', () => {
    const text = 'mutation { addItem(name: "x") { maker { name } } removeItem(id: 1) }';
    expect(drawn(text).slice(3)).toEqual(
      lines(`
      field          calls  wave  operation          how
      ├─ addItem         1     1  store.createItem   a change; body: { name: $args.name }
      │  └─ maker        1     2  people.listPeople  1 key, 5 a call; ids: $parent.makerId; matched by id = $parent.makerId
      └─ removeItem      1     3  store.deleteItem   a change; id: $args.id
      `),
    );
  });

  it('needs no tree where nothing is called', () => {
    expect(drawn('{ __typename }').slice(1)).toEqual([
      'at most   0 calls, 0 waves, cost 0; for any variables',
      '',
      'no calls',
      '',
    ]);
  });

  it('does not make up numbers for what cannot be counted', () => {
    const fragments = Array.from({ length: 40 }, (_, index) => {
      const next = index < 39 ? `...F${index + 1}` : 'name';
      return `fragment F${index} on Item { a: parts { ${next} } b: parts { ${next} } }`;
    });
    const [, bounds] = drawn(`{ item(id: 1) { ...F0 } } ${fragments.join(' ')}`);
    expect(bounds).toMatch(
      /^at most {3}unbounded calls \(people unbounded, store unbounded\), unbounded waves, /,
    );
  });
});
