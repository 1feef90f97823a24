import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** See the head of `test/fixtures/bounds/operations.yaml`. */
export interface BoundRow {
  readonly text: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly people?: number;
  readonly store?: number;
  readonly waves: number;
  readonly wavesOfRun?: number;
}

/** By what each shows. */
export const BOUND_ROWS: Readonly<Record<string, BoundRow>> = parse(
  readFileSync(new URL('../../fixtures/bounds/operations.yaml', import.meta.url), 'utf8'),
);
