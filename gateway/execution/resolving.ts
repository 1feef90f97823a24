import type { ResolverField } from '../binding/index.ts';
import type { Level } from './level-scheduler.ts';
import type { FieldAsked } from './resolve-rest.ts';
import type { Run } from './run.ts';

/** One call of a resolver's function. */
export interface Resolving {
  readonly field: ResolverField;
  /** By any field of the level: arguments and place are the same for all. */
  readonly asked: FieldAsked;
  readonly level: Level;
  readonly run: Run;
}
