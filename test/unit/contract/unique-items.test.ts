import { describe, expect, test } from '@jest/globals';
import { createValidators, resolveNode, type Violation } from '#contract';
import { schemaOf } from './contract-of.ts';

function check(value: unknown, uniqueItems = true): Violation | undefined {
  const contract = schemaOf({ type: 'array', uniqueItems });
  return createValidators(contract).value(resolveNode(contract, '/components/schemas/Thing'), value);
}

/** CPU time of a check of so many different objects. */
function timeMs(count: number): number {
  const items = Array.from({ length: count }, (_, index) => ({ id: index, name: 'row' }));
  const before = process.cpuUsage();
  expect(check(items)).toBeUndefined();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

describe('uniqueItems', () => {
  test.each([
    [[]],
    [[1, 2, '1', true, 'true', null, 'null']],
    [[{ a: 1 }, { a: 2 }, { b: 1 }, [1], [[1]]]],
    [
      [
        [1, 2],
        [2, 1],
      ],
    ],
  ])('takes %j', (items) => {
    expect(check(items)).toBeUndefined();
  });

  test.each([
    [[1, 1]],
    [[1, 1.0]],
    [
      [
        { a: 1, b: { c: 2, d: 3 } },
        { b: { d: 3, c: 2 }, a: 1 },
      ],
    ],
    [[[{ a: 1 }], [{ a: 1 }]]],
    [[null, null]],
  ])('refuses %j, unless it is not wanted', (items) => {
    expect(check(items)).toMatchObject({ rule: 'uniqueItems', pointer: '' });
    expect(check(items, false)).toBeUndefined();
  });

  test('grows with the items and not with their square', () => {
    timeMs(2_000);
    // The square would be a hundred times as long.
    expect(timeMs(20_000)).toBeLessThan(30 * Math.max(1, timeMs(2_000)));
  });
});
