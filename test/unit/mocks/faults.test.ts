import { expect, test } from '@jest/globals';
import { createFaults, type Faults } from '../../../mocks/faults.ts';

const meet = (faults: Faults, requests: number) =>
  Array.from({ length: requests }, () => faults.take(undefined));
const metBy = (seed: string) => {
  const faults = createFaults(seed);
  faults.add({ status: 500, rate: 0.3 });
  return meet(faults, 1_000).map((met) => met !== undefined);
};

test('a rate is the share of the requests that meet the fault, and the same ones for the same seed', () => {
  const met = metBy('1');
  expect(met.filter(Boolean).length / met.length).toBeCloseTo(0.3, 1);
  expect(metBy('1')).toEqual(met);
  expect(metBy('2')).not.toEqual(met);
});

test('who does not meet a fault meets the next in line, and times counts only those who do', () => {
  const faults = createFaults('1');
  faults.add({ latencyMs: 5 });
  faults.add({ status: 500, rate: 0.5, times: 3 });
  const met = meet(faults, 40);
  expect(met.filter((one) => one?.fault.status === 500)).toHaveLength(3);
  expect(met.filter((one) => one?.waitMs === 5)).toHaveLength(37);
  expect(faults.list()).toEqual([{ latencyMs: 5 }]);
});

test('jitter adds up to so many milliseconds to the latency, another number each time', () => {
  const faults = createFaults('1');
  faults.add({ latencyMs: 100, jitterMs: 50 });
  const waits = meet(faults, 200).map((met) => met?.waitMs ?? 0);
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(100);
  expect(Math.min(...waits)).toBeLessThan(110);
  expect(Math.max(...waits)).toBeLessThanOrEqual(150);
  expect(Math.max(...waits)).toBeGreaterThan(140);
  expect(new Set(waits).size).toBeGreaterThan(30);
});

test('taking all faults away starts chance over', () => {
  const faults = createFaults('1');
  faults.add({ reset: true, rate: 0.5 });
  const before = meet(faults, 30).map((met) => met !== undefined);
  faults.clear();
  faults.add({ reset: true, rate: 0.5 });
  expect(meet(faults, 30).map((met) => met !== undefined)).toEqual(before);
});
