import { suggestName } from '#binding';
import type { SourcePosition } from '#contract';
import type { Budget, Budgets, Limit } from './budget.ts';
import type { Measure } from './measure-document.ts';

/** A cost so near its limit that the next field may pass it. */
const NEAR = 0.9;

/** What a document needs beyond its budget: one sentence each, beginning with the place of the limit. */
export function checkBudget(name: string, measure: Measure, budget: Budget): string[] {
  const { calls, perService, cost, waves } = measure;
  if (!Number.isFinite(calls))
    return [
      `${at(budget.calls.position)} ${name} is too large to be counted: spread fewer fragments in fragments`,
    ];
  const services = [...perService].filter(([, number]) => number > budget.perService.max);
  return [
    ...above(budget.calls, calls, (max) => `${name} may make ${count(calls)}, and its budget is ${max}`),
    ...services.flatMap(([service, number]) =>
      above(
        budget.perService,
        number,
        (max) =>
          `${name} may make ${count(number)} to ${service}, and its budget is ${max} to any one service`,
      ),
    ),
    ...above(budget.cost, cost, (max) => `${name} may cost ${cost}, and its budget is ${max}`),
    ...(budget.waves === undefined
      ? []
      : above(
          budget.waves,
          waves,
          (max) => `${name} may wait for ${waves} calls one after the other, and its budget is ${max}`,
        )),
  ];
}

/** What may soon be a mistake, or hides one. */
export function adviseOnBudget(name: string, measure: Measure, budget: Budget): string[] {
  const { cost, calls } = budget;
  const near =
    measure.cost <= cost.max && measure.cost > cost.max * NEAR
      ? [
          `${at(cost.position)} advice: ${name} may cost ${measure.cost} of ${cost.max}, so that little can be added`,
        ]
      : [];
  const idle =
    calls.isOwn && measure.calls * 2 <= calls.max
      ? [
          `${at(calls.position)} advice: ${name} makes ${count(measure.calls)} at most, and its budget of ${calls.max} would not notice twice as many`,
        ]
      : [];
  return [...near, ...idle];
}

/** Documents with a budget of their own that are not there. */
export function checkNames({ documents }: Budgets, names: readonly string[]): string[] {
  return [...documents].flatMap(([name, position]) => {
    if (names.includes(name)) return [];
    const meant = suggestName(name, names);
    const hint = meant === undefined ? `there are ${names.join(', ')}` : `did you mean ${meant}?`;
    return [`${at(position)} there is no document ${name}; ${hint}`];
  });
}

function above(limit: Limit, number: number, present: (max: number) => string): string[] {
  return number > limit.max ? [`${at(limit.position)} ${present(limit.max)}`] : [];
}

function count(calls: number): string {
  return calls === 1 ? '1 call' : `${calls} calls`;
}

function at({ file, line, column }: SourcePosition): string {
  return `${file}:${line}:${column}`;
}
