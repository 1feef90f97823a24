import type { ASTNode, GraphQLField, GraphQLSchema } from 'graphql';
import { isNonNullType, isObjectType } from 'graphql';
import type { Operation } from '../contract/index.ts';
import { findBatchOperation } from './batch-operation.ts';
import type { BindingScope } from './binding-scope.ts';
import { directiveOn } from './directives.ts';
import type { Findings } from './findings.ts';
import type { BoundField, JoinField, RestField, Shape } from './model.ts';
import type { Step } from './reach-of-null.ts';
import { reachOfNull } from './reach-of-null.ts';
import { readsCall, readsParent } from './reads-row.ts';
import { shapesBelow } from './shapes-below.ts';

/** The objects of one shape, as they are met on one way from a root. */
interface Level {
  readonly shape: Shape;
  /** Are there many such objects for one field of a root? */
  readonly isUnderList: boolean;
  /** Did they all come from equal calls, so that `$call` says the same of each? */
  readonly isOfOneCall: boolean;
  /** The field that leads here; undefined at a root. */
  readonly through: Step | undefined;
}

type LevelScope = Pick<BindingScope, 'schema' | 'findings' | 'namedCalls'>;

/** Checks what depends on the way to a field: calls under lists, and how far a null would travel. */
export function checkLevels(scope: LevelScope, roots: readonly Shape[]): void {
  const { schema, findings } = scope;
  const seen = new Map<string, Set<Shape>>();
  const reported = new Set<string>();
  const queue: Level[] = roots.map((shape) => ({
    shape,
    isUnderList: false,
    isOfOneCall: true,
    through: undefined,
  }));
  // Grows while it is read.
  for (const level of queue) {
    const key = `${level.isUnderList} ${level.isOfOneCall}`;
    const known = seen.get(key) ?? new Set<Shape>();
    seen.set(key, known);
    if (known.has(level.shape)) continue;
    known.add(level.shape);
    for (const [step, bound] of stepsOf(schema, level)) {
      const call = callOf(level, bound);
      if (call !== undefined && callsMany(level, call))
        reportCalls(scope, call, writtenAt(scope, level, step, bound));
      const [operation] = operationsOf(call, bound);
      if (operation !== undefined && isNonNullType(step.field.type) && !reported.has(step.coordinate)) {
        reported.add(step.coordinate);
        reportNonNull(step, operation, findings);
      }
      queue.push(...levelsBelow(level, step, bound));
    }
  }
}

function stepsOf(schema: GraphQLSchema, { shape, through }: Level): readonly (readonly [Step, BoundField])[] {
  const type = schema.getType(shape.type);
  const fields: Readonly<Record<string, GraphQLField<unknown, unknown>>> = isObjectType(type)
    ? type.getFields()
    : {};
  return [...shape.fields].flatMap(([name, bound]) => {
    const field = fields[name];
    return field === undefined
      ? []
      : [[{ coordinate: `${shape.type}.${name}`, field, above: through }, bound] as const];
  });
}

/** The call that the field makes, or shares. */
function callOf({ shape }: Level, bound: BoundField): RestField | JoinField | undefined {
  if (bound.kind === 'of') return shape.calls.get(bound.call);
  return bound.kind === 'rest' || bound.kind === 'join' ? bound : undefined;
}

/** Would the rows of this level make calls that differ, keys of a join aside? */
function callsMany({ isUnderList, isOfOneCall }: Level, { call }: RestField | JoinField): boolean {
  return isUnderList && (readsParent(call) || (readsCall(call) && !isOfOneCall));
}

function levelsBelow(level: Level, through: Step, bound: BoundField): readonly Level[] {
  const call = callOf(level, bound);
  return shapesBelow(bound).map(({ shape, isList }) => ({
    shape,
    isUnderList: level.isUnderList || isList,
    isOfOneCall: call === undefined ? level.isOfOneCall : !callsMany(level, call),
    through,
  }));
}

/** Where the call stands in the client's schema, and what a person calls it. */
interface WrittenCall {
  readonly coordinate: string;
  readonly node: ASTNode | undefined;
}

function writtenAt({ namedCalls }: LevelScope, { shape }: Level, step: Step, bound: BoundField): WrittenCall {
  const shared = bound.kind === 'of' ? namedCalls.get(shape.type)?.get(bound.call) : undefined;
  if (shared !== undefined) return { coordinate: shared.coordinate, node: shared.directive };
  return { coordinate: step.coordinate, node: directiveOn(step.field, bound.kind) };
}

function reportCalls({ findings }: LevelScope, call: RestField | JoinField, written: WrittenCall): void {
  if (call.kind === 'join') reportManyCalls(call, written, findings);
  else if (call.fanout === undefined) reportNoFanout(call, written, findings);
}

function reportNoFanout({ call }: RestField, { coordinate, node }: WrittenCall, findings: Findings): void {
  const batch = findBatchOperation(call);
  const limit = 'fanout: N for the most distinct calls a level may make';
  findings.report({
    code: 'GH055',
    node,
    message: `${coordinate} stands under a list and would call ${call.operation.coordinate} once for each row`,
    fix:
      batch === undefined
        ? `write ${limit}, or ask the service for a batch read`
        : `write @join(operation: "${batch.operation.coordinate}", on: { ${batch.parameter}: … }, match: …), or ${limit}`,
    place: batch?.operation ?? call.operation,
  });
}

function reportManyCalls({ call }: JoinField, { coordinate, node }: WrittenCall, findings: Findings): void {
  findings.report({
    code: 'GH066',
    node,
    message: `${coordinate} reads \`$call\`, but its rows come from several calls, and the join makes one call for all of them`,
    fix: 'put it into `on`, or use @rest with `fanout`',
    place: call.operation,
  });
}

/** What the value of a field depends on. */
function operationsOf(call: RestField | JoinField | undefined, bound: BoundField): readonly Operation[] {
  if (call !== undefined) return [call.call.operation];
  return bound.kind === 'resolver' ? bound.calls : [];
}

function reportNonNull(step: Step, operation: Operation, findings: Findings): void {
  const { service, coordinate } = operation;
  findings.report({
    code: 'GH035',
    node: step.field.astNode ?? undefined,
    message: `${step.coordinate} is non-null, but its value comes from ${coordinate}: an outage of ${service} would blank ${reachOfNull(step)}`,
    fix: 'drop the `!`',
    place: operation,
  });
}
