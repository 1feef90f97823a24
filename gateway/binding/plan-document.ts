import type { DocumentNode } from 'graphql';
import { OperationTypeNode } from 'graphql';
import { DEFAULT_MAX_SLICE } from '../options.ts';
import type { RawInput } from './argument-value.ts';
import { createCallTally } from './call-tally.ts';
import { createCallTexts } from './call-texts.ts';
import { createFieldCollector } from './collect-fields.ts';
import type { CallBounds, DocumentPlan } from './document-plan.ts';
import type { BoundSchema } from './model.ts';
import { finishTrees, type PlanTree } from './plan-tree.ts';
import type { PlannedPlace, PlanWalk } from './plan-walk.ts';
import { sitesAt, visitField } from './visit-field.ts';

export interface PlanInput extends RawInput {
  readonly document: DocumentNode;
}

/** For what is known of an operation before anybody runs it: it may be run with any variables that gateways let pass. */
export const ANY_VARIABLES = { variables: {}, maxSlice: DEFAULT_MAX_SLICE } as const;

/** Ten times the tokens that a document of clients may have; fragments are looked at wherever they are spread. */
const MAX_SELECTIONS = 20_000;

/**
 * What an operation asks of services at most: the reference of what executors may do. Takes a valid document;
 * `@skip` and `@include` are not looked at, and neither are policies, which only keep calls from being made.
 */
export function planDocument(bound: BoundSchema, input: PlanInput): DocumentPlan {
  const walk = createWalk(bound, input);
  const root = rootPlace(walk);
  if (root === undefined) return presentPlan(walk, []);
  for (const site of sitesAt(walk, root)) {
    visitField(walk, site);
    // A field of the mutation type is answered with all that is below it before the next one starts.
    if (input.operation.operation === OperationTypeNode.MUTATION) visitAll(walk);
  }
  visitAll(walk);
  return presentPlan(walk, root.trees);
}

function createWalk(bound: BoundSchema, input: PlanInput): PlanWalk {
  const names = new Map<string | object, string>();
  return {
    bound,
    input,
    collector: createFieldCollector(bound.schema, input.document, MAX_SELECTIONS),
    texts: createCallTexts(),
    tally: createCallTally(),
    nameOf(thing) {
      const name = names.get(thing) ?? `#${names.size}`;
      names.set(thing, name);
      return name;
    },
    waiting: [],
    trees: [],
    waves: 0,
  };
}

function rootPlace({ bound, input, tally }: PlanWalk): PlannedPlace | undefined {
  const shape = bound.roots[input.operation.operation];
  if (shape === undefined) return undefined;
  return {
    path: '',
    shape,
    selections: [input.operation.selectionSet],
    rows: { responses: 1, distinct: 1, asked: 1 },
    origin: '',
    wave: 0,
    sized: new Map(),
    alternative: tally.always,
    isRoot: true,
    isOneOfSeveral: false,
    trees: [],
    named: new Map(),
  };
}

function visitAll(walk: PlanWalk): void {
  for (let layer = walk.waiting.splice(0); layer.length > 0; layer = walk.waiting.splice(0))
    for (const place of layer) for (const site of sitesAt(walk, place)) visitField(walk, site);
}

function presentPlan(walk: PlanWalk, roots: readonly PlanTree[]): DocumentPlan {
  const counted = walk.tally.count();
  const fields = finishTrees(walk.trees, roots, counted);
  if (walk.collector.isExhausted()) return { ...uncountable(walk.bound), fields };
  return { calls: counted.calls, perService: counted.perService, waves: walk.waves, fields };
}

function uncountable({ contracts }: BoundSchema): CallBounds {
  const perService = new Map(contracts.map(({ service }) => [service, Infinity]));
  return { calls: Infinity, perService, waves: Infinity };
}
