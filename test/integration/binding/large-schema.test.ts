import { expect, test } from '@jest/globals';
import { checkSchema } from '#binding';
import { parseContract } from '#contract';
import { largeSchema } from '../../support/large-schema.ts';

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
