import { describe, expect, test } from '@jest/globals';
import { type CheckedSchema, checkSchema } from '#binding';
import { type Contract, parseContract } from '#contract';
import { type LargeSchema, largeSchema } from '../../support/large-schema.ts';

function load({ contract }: LargeSchema): Contract {
  return parseContract({ service: 'large', file: 'large.openapi.json', text: contract });
}

function check(text: string, contract: Contract): CheckedSchema {
  return checkSchema({ client: 'web', sdl: { file: 'web.graphql', text }, contracts: [contract] });
}

/** Of this process alone, so that neighbours on the machine do not count. */
function cpuMsOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function medianOf(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
}

/** How many times longer it takes for twice as many types. */
function growthOf(work: (types: number) => () => void): number {
  const [small, large] = [work(100), work(200)];
  small();
  const rounds = [1, 2, 3].map(() => [cpuMsOf(small), cpuMsOf(large)] as const);
  return medianOf(rounds.map(([, ms]) => ms)) / medianOf(rounds.map(([ms]) => ms));
}

/** Mistakes in three places of each type. */
const misspelt = (sdl: string) =>
  sdl.replaceAll('large.getT', 'large.gettT').replaceAll('p0: String!', 'p00: String!');

describe('a client schema whose types all lead to one another', () => {
  test('is bound, each type once for each place in the contract', () => {
    const schema = largeSchema({ types: 40 });
    const { bound, diagnostics } = check(schema.sdl, load(schema));
    const shapes = new Set(bound && [bound.roots.query]);
    for (const shape of shapes) {
      for (const field of shape.fields.values()) {
        let value = 'value' in field ? field.value : undefined;
        while (value?.kind === 'list') value = value.item;
        if (value?.kind === 'object') shapes.add(value.shape);
      }
    }

    expect(diagnostics).toEqual([]);
    expect(shapes.size).toBe(41);
  });

  test('of twice the size takes about twice as long, and never four times', () => {
    const growth = growthOf((types) => {
      const schema = largeSchema({ types });
      const contract = load(schema);
      return () => expect(check(schema.sdl, contract).diagnostics).toEqual([]);
    });

    expect(growth).toBeLessThan(3);
  });

  test('of twice the size takes about twice as long also where it is full of mistakes', () => {
    const growth = growthOf((types) => {
      const schema = largeSchema({ types });
      const contract = load(schema);
      const text = misspelt(schema.sdl);
      return () => expect(check(text, contract).diagnostics).toHaveLength(3 * types);
    });

    expect(growth).toBeLessThan(3);
  });

  test('takes no longer for long descriptions in the contract', () => {
    const contracts = [0, 1_000_000].map((contractBytes) => load(largeSchema({ types: 100, contractBytes })));
    const { sdl } = largeSchema({ types: 100 });
    const [bare = 0, verbose = 0] = contracts.map((contract) =>
      medianOf([1, 2, 3].map(() => cpuMsOf(() => check(sdl, contract)))),
    );

    expect(verbose).toBeLessThan(2 * bare + 20);
  });
});
