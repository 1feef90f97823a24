import { describe, expect, it } from '@jest/globals';
import { assert, asyncProperty, integer } from 'fast-check';
import { parse, validate } from 'graphql';
import { type BoundSchema, costOf } from '#binding';
import { testSize } from '../../support/test-size.ts';
import { type Asked, boundsOf, countCalls, parseOperation } from './count-calls.ts';
import { createDice } from './dice.ts';
import { ampleNature, type Nature, wildNature } from './nature.ts';
import { randomOperation } from './random-operation.ts';
import { readFixture, readShop } from './read-fixture.ts';

/** As gateways do, so that no list is longer than a client may ask for. */
const MAX_COST = 3_000;

/** The first valid operation of affordable size that comes of a seed. */
function operationOf(bound: BoundSchema, seed: number): Asked {
  const dice = createDice(seed);
  for (;;) {
    const asked = randomOperation(bound.schema, dice);
    if (validate(bound.schema, parse(asked.text)).length > 0) continue;
    const { document, operation } = parseOperation(bound, asked.text);
    if (costOf(bound, { document, operation, variables: asked.variables, limit: MAX_COST }) <= MAX_COST)
      return asked;
  }
}

const WITHIN = 'within the bound';

/** All there is to know about a run that passes its bound. */
async function outcomeOf(bound: BoundSchema, asked: Asked, nature: Nature) {
  const { log, perService, calls, waves } = await countCalls(bound, asked, nature);
  const bounds = boundsOf(bound, asked);
  const isWithin =
    calls <= bounds.calls &&
    waves <= bounds.waves &&
    Object.entries(perService).every(([service, number]) => number <= (bounds.perService[service] ?? 0));
  return isWithin ? WITHIN : { ...asked, bounds, calls, perService, waves, log };
}

const shop = await readShop();

describe.each([['the fixture', readFixture()], ...shop] as const)('the calls for %s', (_, bound) => {
  const numRuns = testSize.repetitions({ ci: 40, full: 5_000 });

  it('never pass the bound, whatever services answer', async () => {
    await assert(
      asyncProperty(integer(), integer(), async (operationSeed, natureSeed) => {
        const asked = operationOf(bound, operationSeed);
        expect(await outcomeOf(bound, asked, wildNature(natureSeed))).toBe(WITHIN);
      }),
      { numRuns },
    );
  }, 1_200_000);

  it('never pass the bound where services have all there may be', async () => {
    await assert(
      asyncProperty(integer(), async (operationSeed) => {
        const asked = operationOf(bound, operationSeed);
        expect(await outcomeOf(bound, asked, ampleNature())).toBe(WITHIN);
      }),
      { numRuns },
    );
  }, 1_200_000);
});
