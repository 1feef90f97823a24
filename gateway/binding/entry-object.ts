import type { DirectiveNode, GraphQLObjectType, GraphQLOutputType } from 'graphql';
import { isObjectType, visit } from 'graphql';
import { isObject } from './describe-schema.ts';
import type { EntryPlace } from './place.ts';
import type { ValueSource } from './value-source.ts';

/**
 * Does the object type stand for an entry of a map, with its key? Over values that are no objects it can do nothing
 * else; over objects it may as well just show them.
 */
export function isEntryObject(
  type: GraphQLOutputType,
  source: ValueSource,
): source is ValueSource & { readonly entry: EntryPlace } {
  const { entry, node } = source;
  if (entry === undefined || node !== entry.value || !isObjectType(type)) return false;
  return !isObject(node) || namesEntry(type);
}

const known = new WeakMap<GraphQLObjectType, boolean>();

/** Does any directive of the type, or of its fields, name `$key` or `$item`? */
function namesEntry(type: GraphQLObjectType): boolean {
  const before = known.get(type);
  if (before !== undefined) return before;
  const nodes = [type.astNode, ...type.extensionASTNodes].filter(
    (node) => node !== null && node !== undefined,
  );
  const directives = nodes.flatMap(({ directives: own = [], fields = [] }) => [
    ...own,
    ...fields.flatMap((field) => field.directives ?? []),
  ]);
  const names = directives.some(namesEntryIn);
  known.set(type, names);
  return names;
}

function namesEntryIn(directive: DirectiveNode): boolean {
  let names = false;
  visit(directive, {
    StringValue({ value }) {
      names ||= /^\$(?:key|item)(?:\.|$)/.test(value);
    },
  });
  return names;
}
