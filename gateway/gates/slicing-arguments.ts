import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { BoundSchema } from '../binding/index.ts';
import { GatewayError } from '../errors.ts';

/** An argument that says how many rows a list has, as one operation writes it. */
export interface SlicingArgument {
  /** As in `@listSize`: a name, or a path into an input object: `page.first`. */
  readonly path: readonly string[];
  readonly argument: ArgumentNode;
}

interface Found {
  readonly slices: SlicingArgument[];
  readonly spreads: Set<string>;
}

/** Every slicing argument of a valid document, by operation, fragments followed. */
export function findSlicingArguments(
  bound: Pick<BoundSchema, 'schema' | 'listSizes'>,
  document: DocumentNode,
): ReadonlyMap<OperationDefinitionNode, readonly SlicingArgument[]> {
  const operations = new Map<OperationDefinitionNode, Found>();
  const fragments = new Map<string, Found>();
  let current: Found = emptyFound();
  const typeInfo = new TypeInfo(bound.schema);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      OperationDefinition: (node) => void operations.set(node, (current = emptyFound())),
      FragmentDefinition: (node) => void fragments.set(node.name.value, (current = emptyFound())),
      FragmentSpread: (node) => void current.spreads.add(node.name.value),
      Field: (node) => void current.slices.push(...slicesOf(node, typeInfo.getParentType(), bound)),
    }),
  );
  return new Map([...operations].map(([node, found]) => [node, withFragments(found, fragments)]));
}

/** @throws GatewayError BAD_USER_INPUT for a negative slice or one above `maxSlice`. Other kinds of values are left to coercion. */
export function checkSlices(
  operation: OperationDefinitionNode,
  slices: readonly SlicingArgument[],
  {
    variables,
    maxSlice,
  }: { readonly variables: Readonly<Record<string, unknown>>; readonly maxSlice: number },
): void {
  if (slices.length === 0) return;
  const values = { ...defaultsOf(operation), ...variables };
  for (const { path, argument } of slices) {
    const value = readPath(valueFromASTUntyped(argument.value, values), path.slice(1));
    if (typeof value !== 'number' || (value >= 0 && value <= maxSlice)) continue;
    throw new GatewayError('BAD_USER_INPUT', {
      fields: [{ pointer: `/${path.join('/')}`, reason: `must be from 0 to ${maxSlice}` }],
    });
  }
}

function emptyFound(): Found {
  return { slices: [], spreads: new Set() };
}

function slicesOf(
  field: FieldNode,
  parent: GraphQLCompositeType | null | undefined,
  { schema, listSizes }: Pick<BoundSchema, 'schema' | 'listSizes'>,
): SlicingArgument[] {
  if (field.arguments === undefined || field.arguments.length === 0 || !parent) return [];
  const types = [parent, ...(isAbstractType(parent) ? schema.getPossibleTypes(parent) : [])];
  const names = types.flatMap(
    ({ name }) => listSizes.get(`${name}.${field.name.value}`)?.slicingArguments ?? [],
  );
  return [...new Set(names)].flatMap((name) => {
    const path = name.split('.');
    return (field.arguments ?? [])
      .filter((argument) => argument.name.value === path[0])
      .map((argument) => ({ path, argument }));
  });
}

function withFragments(found: Found, fragments: ReadonlyMap<string, Found>): readonly SlicingArgument[] {
  const reached = new Set(found.spreads); // a Set that grows is walked to its end
  const slices = [...found.slices];
  for (const name of reached) {
    const fragment = fragments.get(name);
    slices.push(...(fragment?.slices ?? []));
    for (const spread of fragment?.spreads ?? []) reached.add(spread);
  }
  return slices;
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, unknown> {
  const withDefault = variableDefinitions.filter(({ defaultValue }) => defaultValue !== undefined);
  return Object.fromEntries(
    withDefault.map(({ variable, defaultValue }) => [
      variable.name.value,
      valueFromASTUntyped(defaultValue ?? { kind: Kind.NULL }),
    ]),
  );
}

function readPath(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (parent, name) => (typeof parent === 'object' && parent !== null ? Reflect.get(parent, name) : undefined),
    value,
  );
}
