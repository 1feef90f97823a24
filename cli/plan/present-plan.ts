import type { DocumentPlan, PlannedField } from '#binding';
import type { Budget } from '../budgets/budget.ts';
import { presentNumber, presentServices } from '../present-check.ts';
import { type Column, presentTable } from '../present-table.ts';
import { describeCall, operationsOf } from './describe-call.ts';

export interface PlanReport {
  /** `query ProductPage` */
  readonly title: string;
  readonly file: string;
  readonly plan: DocumentPlan;
  readonly cost: number;
  /** Of the document, where it is a registered one. */
  readonly budget: Budget | undefined;
  /** `for any variables` */
  readonly validity: string;
}

/** The plan as a tree: a field stands below the one whose rows it needs. */
export function presentPlan({ title, file, plan, cost, budget, validity }: PlanReport): string {
  const { calls, perService, waves, fields } = plan;
  const services = presentServices(perService);
  const rows = fields.flatMap((field, index) =>
    rowsOf(field, { above: '', isLast: index === fields.length - 1, parents: 1 }),
  );
  return [
    `${title}  ${file}`,
    `at most   ${count(calls, 'call')}${services === '' ? '' : ` (${services})`}, ${count(waves, 'wave')}, cost ${presentNumber(cost)}; ${validity}`,
    ...(budget === undefined ? [] : [`budget    ${presentBudget(budget)}`]),
    '',
    ...(rows.length === 0 ? ['no calls'] : presentTable(COLUMNS, rows)),
    '',
  ].join('\n');
}

const COLUMNS: readonly Column[] = [
  { head: 'field', align: 'left' },
  { head: 'calls', align: 'right' },
  { head: 'wave', align: 'right' },
  { head: 'operation', align: 'left' },
  { head: 'how', align: 'left' },
];

interface Branch {
  /** The lines of the branches further up. */
  readonly above: string;
  readonly isLast: boolean;
  /** How many rows the field's object stands for. */
  readonly parents: number;
}

function rowsOf(field: PlannedField, { above, isLast, parents }: Branch): string[][] {
  const { call, fields, rows } = field;
  const cells =
    call === undefined
      ? ['', '', '', '']
      : [
          call.sharedWith === undefined ? presentNumber(call.calls) : '–',
          presentNumber(call.wave),
          operationsOf(call),
          describeCall(call, parents),
        ];
  const inner = `${above}${isLast ? '   ' : '│  '}`;
  return [
    [`${above}${isLast ? '└─ ' : '├─ '}${nameOf(field)}`, ...cells],
    ...fields.flatMap((child, index) =>
      rowsOf(child, { above: inner, isLast: index === fields.length - 1, parents: rows }),
    ),
  ];
}

/** `items ×20`, and whose field it is where several types stand at one place. */
function nameOf({ name, on, rows }: PlannedField): string {
  return [
    name,
    ...(on === undefined ? [] : [`(${on})`]),
    ...(rows > 1 ? [`×${presentNumber(rows)}`] : []),
  ].join(' ');
}

function presentBudget({ calls, perService, cost, waves }: Budget): string {
  const limits = [count(calls.max, 'call'), `${perService.max} to any one service`];
  return [...limits, ...(waves === undefined ? [] : [count(waves.max, 'wave')]), `cost ${cost.max}`].join(
    ', ',
  );
}

function count(number: number, thing: string): string {
  return `${presentNumber(number)} ${thing}${number === 1 ? '' : 's'}`;
}
