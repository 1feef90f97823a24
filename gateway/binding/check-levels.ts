import type { GraphQLField, GraphQLSchema } from 'graphql';
import { isNonNullType, isObjectType } from 'graphql';
import { findBatchOperation } from './batch-operation.ts';
import { directiveOn } from './directives.ts';
import type { Findings } from './findings.ts';
import type { BoundField, BoundValue, JoinField, RestField, Shape } from './model.ts';
import type { Step } from './reach-of-null.ts';
import { reachOfNull } from './reach-of-null.ts';
import { readsCall, readsParent } from './reads-row.ts';

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

/** Checks what depends on the way to a field: calls under lists, and how far a null would travel. */
export function checkLevels(schema: GraphQLSchema, roots: readonly Shape[], findings: Findings): void {
  const seen = new Map<string, Set<Shape>>();
  const reported = new Set<string>();
  const queue: Level[] = roots.map((shape) => ({
    shape,
    isUnderList: false,
    isOfOneCall: true,
    through: undefined,
  }));
  for (let level = queue.shift(); level !== undefined; level = queue.shift()) {
    const key = `${level.isUnderList} ${level.isOfOneCall}`;
    const known = seen.get(key) ?? new Set<Shape>();
    seen.set(key, known);
    if (known.has(level.shape)) continue;
    known.add(level.shape);
    for (const [step, bound] of stepsOf(schema, level)) {
      const isCall = bound.kind === 'rest' || bound.kind === 'join';
      if (bound.kind === 'rest' && callsMany(level, bound)) checkFanout(step, bound, findings);
      if (bound.kind === 'join' && callsMany(level, bound)) reportManyCalls(step, bound, findings);
      if (isCall && isNonNullType(step.field.type) && !reported.has(step.coordinate)) {
        reported.add(step.coordinate);
        reportNonNull(step, bound, findings);
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

/** Would the rows of this level make calls that differ, keys of a join aside? */
function callsMany({ isUnderList, isOfOneCall }: Level, { call }: RestField | JoinField): boolean {
  return isUnderList && (readsParent(call) || (readsCall(call) && !isOfOneCall));
}

function levelsBelow(level: Level, through: Step, bound: BoundField): readonly Level[] {
  const { isUnderList, isOfOneCall } = level;
  if (bound.kind === 'group') return [{ shape: bound.shape, isUnderList, isOfOneCall, through }];
  const below = shapeOfValue(bound.value, bound.kind === 'join' && bound.rows !== 'one');
  if (below === undefined) return [];
  const isCall = bound.kind === 'rest' || bound.kind === 'join';
  return [
    {
      shape: below.shape,
      isUnderList: isUnderList || below.isList,
      isOfOneCall: isCall ? !callsMany(level, bound) : isOfOneCall,
      through,
    },
  ];
}

function shapeOfValue(
  value: BoundValue,
  isList: boolean,
): { readonly shape: Shape; readonly isList: boolean } | undefined {
  if (value.kind === 'object') return { shape: value.shape, isList };
  return value.kind === 'list' ? shapeOfValue(value.item, true) : undefined;
}

function checkFanout({ coordinate, field }: Step, { call, fanout }: RestField, findings: Findings): void {
  if (fanout !== undefined) return;
  const batch = findBatchOperation(call);
  const limit = 'fanout: N for the most distinct calls a level may make';
  findings.report({
    code: 'GH055',
    node: directiveOn(field, 'rest'),
    message: `${coordinate} stands under a list and would call ${call.operation.coordinate} once for each row`,
    fix:
      batch === undefined
        ? `write ${limit}, or ask the service for a batch read`
        : `write @join(operation: "${batch.operation.coordinate}", on: { ${batch.parameter}: … }, match: …), or ${limit}`,
    place: batch?.operation ?? call.operation,
  });
}

function reportManyCalls({ coordinate, field }: Step, { call }: JoinField, findings: Findings): void {
  findings.report({
    code: 'GH066',
    node: directiveOn(field, 'join'),
    message: `${coordinate} reads \`$call\`, but its rows come from several calls, and the join makes one call for all of them`,
    fix: 'put it into `on`, or use @rest with `fanout`',
    place: call.operation,
  });
}

function reportNonNull(step: Step, { call }: RestField | JoinField, findings: Findings): void {
  const { service, coordinate } = call.operation;
  findings.report({
    code: 'GH035',
    node: step.field.astNode ?? undefined,
    message: `${step.coordinate} is non-null, but its value comes from ${coordinate}: an outage of ${service} would blank ${reachOfNull(step)}`,
    fix: 'drop the `!`',
    place: call.operation,
  });
}
