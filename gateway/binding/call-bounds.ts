import type { CallBounds } from './document-plan.ts';
import type { BoundSchema } from './model.ts';
import { type PlanInput, planDocument } from './plan-document.ts';

/**
 * The most that one run of an operation may ask of services. Executors never pass it, whatever services answer.
 */
export function callBoundsOf(bound: BoundSchema, input: PlanInput): CallBounds {
  const { calls, perService, waves } = planDocument(bound, input);
  return { calls, perService, waves };
}
