import { describe, expect, it } from '@jest/globals';
import { BOUND_ROWS } from './bound-rows.ts';
import { boundsOf, countCalls } from './count-calls.ts';
import { ampleNature } from './nature.ts';
import { readFixture } from './read-fixture.ts';

const bound = readFixture();

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
