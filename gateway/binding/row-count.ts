/** How many objects stand at a place, at most. */
export interface RowCount {
  /** In the answer. */
  readonly responses: number;
  /** Those that differ, because they stand at different places of what services sent. */
  readonly distinct: number;
  /** The calls that brought them, as far as `$call` can tell these apart. */
  readonly asked: number;
}

/** Lists of so many items in each. */
export function multiply({ responses, distinct, asked }: RowCount, times: number): RowCount {
  return { responses: finite(responses * times), distinct: finite(distinct * times), asked };
}

/** Lists in lists multiply; beyond this the numbers would stop being exact, and are too large for anything long before. */
function finite(count: number): number {
  return Math.min(count, Number.MAX_SAFE_INTEGER);
}
