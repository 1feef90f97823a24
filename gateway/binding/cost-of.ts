import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLNamedType,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
} from 'graphql';
import { createBranchSum, finite } from './branch-sum.ts';
import type { SizedFields } from './length-of.ts';
import { lengthOf, sizedBelow } from './length-of.ts';
import type { BoundSchema } from './model.ts';

export interface CostInput {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** As the client sent them; need not be valid. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Counting stops once the cost is above this: the answer is then some finite number greater than `limit`. */
  readonly limit?: number;
}

/** A mutation changes something; that is worth more than a read. */
const MUTATION_WEIGHT = 10;

/**
 * The static cost of an operation, after the IBM GraphQL cost specification. A field weighs its `@cost`, else
 * that of its type, else 1 if it has fields of its own and 0 if not; a field of the mutation root weighs 10.
 * A list counts as often as it may be long, with all that is below it. What fragments ask of one object type or another
 * counts for the object type that costs most. `@skip` and `@include` are not looked at.
 *
 * Always finite and never negative. Takes a valid document; the time is linear in its size, however its
 * fragments are nested.
 */
export function costOf(bound: BoundSchema, input: CostInput): number {
  const count: Count = {
    bound,
    input,
    limit: input.limit ?? Number.MAX_SAFE_INTEGER,
    fragments: fragmentsOf(input.document),
    known: new Map(),
    sizings: new Set(),
    wanted: [],
  };
  const root = bound.schema.getRootType(input.operation.operation) ?? undefined;
  const whole = (): number => costOfSelections(count, input.operation.selectionSet, root, new Map());
  const cost = attempt(count, whole);
  if (cost !== undefined) return cost;
  countFragments(count);
  return attempt(count, whole) ?? Number.MAX_SAFE_INTEGER;
}

interface Count {
  readonly bound: BoundSchema;
  readonly input: CostInput;
  readonly limit: number;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** The cost of fragments, by name and by what is sized around them. */
  readonly known: Map<string, number>;
  /** What was sized around fragments so far. */
  readonly sizings: Set<string>;
  /** Fragments that were met and are not known. */
  wanted: FragmentUse[];
}

interface FragmentUse {
  readonly key: string;
  readonly fragment: FragmentDefinitionNode;
  readonly sized: SizedFields;
}

function fragmentsOf({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
}

/** Undefined where fragments are missing, which are `wanted` then. */
function attempt(count: Count, selections: () => number): number | undefined {
  count.wanted = [];
  const cost = selections();
  return count.wanted.length === 0 ? cost : undefined;
}

/**
 * Counts all fragments that are wanted, those that they want first. They wait in a list and not on the call
 * stack, because a document may nest thousands of them.
 */
function countFragments(count: Count): void {
  const waiting = [...count.wanted];
  const opened = new Set<string>();
  for (let use = waiting.at(-1); use !== undefined; use = waiting.at(-1)) {
    const { key, fragment, sized } = use;
    const type = count.bound.schema.getType(fragment.typeCondition.name.value);
    const cost =
      count.known.get(key) ??
      attempt(count, () => costOfSelections(count, fragment.selectionSet, type, sized));
    const isFirstLook = !opened.has(key);
    opened.add(key);
    if (cost === undefined && isFirstLook) {
      waiting.push(...count.wanted.filter((wanted) => !opened.has(wanted.key)));
      continue;
    }
    // A fragment that waits for itself is refused by validation; here it must only not wait for ever.
    count.known.set(key, cost ?? 0);
    waiting.pop();
  }
}

function costOfSelections(
  count: Count,
  { selections }: SelectionSetNode,
  type: GraphQLNamedType | undefined,
  sized: SizedFields,
): number {
  const sum = createBranchSum(count.bound.schema, type);
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) sum.add(costOfField(count, selection, type, sized));
    else if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const { value: name } = selection.name;
      sum.add(costOfSpread(count, name, sized), count.fragments.get(name)?.typeCondition.name.value);
    } else {
      const name = selection.typeCondition?.name.value;
      const condition = name === undefined ? type : count.bound.schema.getType(name);
      sum.add(costOfSelections(count, selection.selectionSet, condition, sized), name);
    }
    if (sum.atLeast() > count.limit) return sum.atLeast();
  }
  return sum.total();
}

function costOfSpread(count: Count, name: string, around: SizedFields): number {
  const fragment = count.fragments.get(name);
  if (fragment === undefined) return 0;
  const sized = fewSizings(count, around);
  const key = `${name} ${presentSizing(sized)}`;
  const known = count.known.get(key);
  if (known === undefined) count.wanted.push({ key, fragment, sized });
  return known ?? 0;
}

const EXACT_SIZINGS = 64;

/**
 * A fragment is counted once for each sizing around it. A hostile document could have as many page sizes as fields,
 * each with thousands of fragments below: after some, sizes are rounded up to the next power of two.
 */
function fewSizings({ sizings }: Count, sized: SizedFields): SizedFields {
  const text = presentSizing(sized);
  if (sizings.has(text) || sizings.size < EXACT_SIZINGS) {
    sizings.add(text);
    return sized;
  }
  return new Map([...sized].map(([field, bound]) => [field, 2 ** Math.ceil(Math.log2(Math.max(1, bound)))]));
}

function presentSizing(sized: SizedFields): string {
  return [...sized].map(([field, bound]) => `${field}:${bound}`).join();
}

function costOfField(
  count: Count,
  node: FieldNode,
  parent: GraphQLNamedType | undefined,
  sized: SizedFields,
): number {
  const field = fieldOf(node, parent);
  if (field === undefined || parent === undefined) return 0;
  const { bound, input } = count;
  const coordinate = `${parent.name}.${field.name}`;
  const selected = { input, node, field, size: bound.listSizes.get(coordinate) };
  // The lists of the introspection system are as long as the schema, which no client can change.
  const times = parent.name.startsWith('__') ? 1 : lengthOf(selected, sized.get(field.name));
  const type = getNamedType(field.type);
  const below = node.selectionSet
    ? costOfSelections(count, node.selectionSet, type, sizedBelow(selected))
    : 0;
  // A list that is asked to be empty is fetched all the same.
  const own = Math.max(1, times) * weightOf(bound, coordinate, type, parent);
  return finite(own + times * below + weightOfArguments(bound, coordinate, node));
}

function fieldOf(
  { name }: FieldNode,
  parent: GraphQLNamedType | undefined,
): GraphQLField<unknown, unknown> | undefined {
  if (name.value === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name.value === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name.value] : undefined;
}

function weightOf(
  { weights, schema }: BoundSchema,
  coordinate: string,
  type: GraphQLNamedType,
  parent: GraphQLNamedType,
): number {
  const weight = weights.get(coordinate);
  if (weight !== undefined) return weight;
  if (parent === schema.getMutationType()) return MUTATION_WEIGHT;
  return weights.get(type.name) ?? (isCompositeType(type) ? 1 : 0);
}

function weightOfArguments({ weights }: BoundSchema, coordinate: string, node: FieldNode): number {
  const given = node.arguments ?? [];
  return given.reduce((sum, { name }) => sum + (weights.get(`${coordinate}(${name.value}:)`) ?? 0), 0);
}
