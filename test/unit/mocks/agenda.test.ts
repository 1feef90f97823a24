import { expect, test } from '@jest/globals';
import { createAgenda } from '../../../mocks/behaviour/agenda.ts';

test('what is planned happens in order, at its own time, and may plan more', () => {
  const agenda = createAgenda(1_000);
  const seen: string[] = [];
  const note = (label: string) => () => void seen.push(`${label} at ${agenda.now()}`);
  agenda.later(300, 'third', note('third'));
  agenda.later(100, 'first', () => {
    note('first')();
    agenda.later(100, 'second', note('second'));
  });
  expect(agenda.advance(250)).toEqual(['first', 'second']);
  expect(agenda.now()).toBe(1_250);
  expect(agenda.advance(250)).toEqual(['third']);
  expect(seen).toEqual(['first at 1100', 'second at 1200', 'third at 1300']);
  expect([agenda.now(), agenda.isEmpty()]).toEqual([1_500, true]);
});

test('without a duration it goes to the next moment, and to all that is planned for it', () => {
  const agenda = createAgenda(0);
  for (const [delayMs, label] of [
    [500, 'a'],
    [500, 'b'],
    [900, 'c'],
  ] as const)
    agenda.later(delayMs, label, () => undefined);
  expect([agenda.advance(), agenda.now()]).toEqual([['a', 'b'], 500]);
  expect([agenda.advance(), agenda.now()]).toEqual([['c'], 900]);
  expect([agenda.advance(), agenda.now()]).toEqual([[], 900]);
});

test('what is overdue happens next, and time does not go back for it', () => {
  const agenda = createAgenda(0);
  agenda.later(10, 'late', () => undefined);
  agenda.tick(50);
  expect([agenda.advance(), agenda.now()]).toEqual([['late'], 50]);
});

test('a plan that was taken back does not happen', () => {
  const agenda = createAgenda(0);
  const takeBack = agenda.later(10, 'never', () => undefined);
  agenda.later(20, 'then', () => undefined);
  takeBack();
  expect(agenda.advance()).toEqual(['then']);
});

test('is cleared to its beginning', () => {
  const agenda = createAgenda(7);
  agenda.later(1, 'never', () => undefined);
  agenda.tick(5);
  agenda.clear();
  expect([agenda.now(), agenda.isEmpty()]).toEqual([7, true]);
});
