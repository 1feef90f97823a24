import { describe, expect, it } from '@jest/globals';
import { BOUND_ROWS } from './bound-rows.ts';
import { boundsOf, countCalls } from './count-calls.ts';
import { ampleNature } from './nature.ts';
import { readFixture } from './read-fixture.ts';

const bound = readFixture();

describe('a place that loses rows to an error', () => {
  const text = '{ a: all(most: 5) { name maker { id } } b: all(most: 5) { maker { id } } }';

  it('leaves their keys to another place, whose call is part of the bound', async () => {
    let named = 0;
    // The first three items have no name, which they must have.
    const isBroken = (property: string) => property === 'name' && (named += 1) <= 3;
    const { log } = await countCalls(bound, { text, variables: {} }, { ...ampleNature(), isBroken });
    expect(log.filter((line) => line.startsWith('people'))).toHaveLength(2);
    expect(boundsOf(bound, { text, variables: {} }).perService).toEqual({ people: 2, store: 1 });
  });
});

describe('the bound on calls is what services are asked for that have all there may be', () => {
  it.each(Object.entries(BOUND_ROWS))(
    '%s',
    async (_, { text, variables = {}, people = 0, store = 0, ...row }) => {
      const perService = { ...(people > 0 ? { people } : {}), ...(store > 0 ? { store } : {}) };
      const expected = { calls: people + store, perService, waves: row.waves };
      expect(boundsOf(bound, { text, variables })).toEqual(expected);
      const {
        log,
        calls,
        perService: called,
        waves,
      } = await countCalls(bound, { text, variables }, ampleNature());
      expect({ log, calls, perService: called, waves }).toEqual({
        log,
        ...expected,
        waves: row.wavesOfRun ?? row.waves,
      });
    },
  );
});
