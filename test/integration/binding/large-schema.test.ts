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

/** The least of several rounds is what the work itself takes: nothing makes it faster than it is. */
function leastCpuMsOf(work: () => void): number {
  return Math.min(...[1, 2, 3].map(() => cpuMsOf(work)));
}

/** How many times longer it takes for four times as many types: 4 where it is linear, 16 where it is quadratic. */
function growthOf(work: (types: number) => () => void): number {
  const [small, large] = [work(100), work(400)];
  small();
  return leastCpuMsOf(large) / leastCpuMsOf(small);
}

/** Mistakes in three places of each type. */
const misspelt = (sdl: string) =>
  sdl.replaceAll('large.getT', 'large.gettT').replaceAll('p0: String!', 'p00: String!');

describe('a client schema whose types all lead to one another', () => {
  test('of four times the size takes about four times as long, and never sixteen times', () => {
    const growth = growthOf((types) => {
      const schema = largeSchema({ types });
      const contract = load(schema);
      return () => expect(check(schema.sdl, contract).diagnostics).toEqual([]);
    });

    expect(growth).toBeLessThan(9);
  });

  test('of four times the size takes about four times as long also where it is full of mistakes', () => {
    const growth = growthOf((types) => {
      const schema = largeSchema({ types });
      const contract = load(schema);
      const text = misspelt(schema.sdl);
      return () => expect(check(text, contract).diagnostics).toHaveLength(3 * types);
    });

    expect(growth).toBeLessThan(9);
  });

  test('takes no longer for long descriptions in the contract', () => {
    const contracts = [0, 1_000_000].map((contractBytes) => load(largeSchema({ types: 100, contractBytes })));
    const { sdl } = largeSchema({ types: 100 });
    const [bare = 0, verbose = 0] = contracts.map((contract) => leastCpuMsOf(() => check(sdl, contract)));

    expect(verbose).toBeLessThan(2 * bare + 20);
  });
});

const TYPES = 5_000;
const CONTRACT_BYTES = 10_000_000;
/** Ten times what it takes on a quiet machine of two cores; a checker that is quadratic takes hours. */
const MOST_SECONDS = 60;

test('a schema of 5,000 types is checked against a contract of 10 MB in seconds', () => {
  const { sdl, contract } = largeSchema({ types: TYPES, contractBytes: CONTRACT_BYTES });
  const before = process.cpuUsage();
  const large = parseContract({ service: 'large', file: 'large.openapi.json', text: contract });
  const { bound, diagnostics } = checkSchema({
    client: 'web',
    sdl: { file: 'web.graphql', text: sdl },
    contracts: [large],
  });
  const { user, system } = process.cpuUsage(before);

  expect(contract.length).toBeGreaterThan(CONTRACT_BYTES);
  expect(diagnostics).toEqual([]);
  expect(bound?.roots.query.fields.size).toBe(TYPES);
  expect((user + system) / 1_000_000).toBeLessThan(MOST_SECONDS);
}, 180_000);
