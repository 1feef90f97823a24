import type { GraphQLArgument, GraphQLInputField, GraphQLInputType } from 'graphql';
import {
  GraphQLList,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { FieldSite } from './binding-scope.ts';
import { reportAt } from './binding-scope.ts';
import type { Wire } from './check-input-leaf.ts';
import { isCertain } from './constant-field.ts';
import { matchName } from './fold-name.ts';
import type { PathSegment } from './parse-path.ts';
import type { ParsedSource } from './parse-template.ts';
import { suggestName } from './suggest-name.ts';

/** What an `$args` source names. */
export interface ArgumentPlace {
  /** In GraphQL's names. */
  readonly path: readonly string[];
  /** What the path ends at. */
  readonly element: GraphQLArgument | GraphQLInputField;
  /** Of what is sent: a flat list where the path crosses lists. */
  readonly type: GraphQLInputType;
  /** False where an absent argument leaves the value out. */
  readonly certain: boolean;
}

/** Undefined after a mistake, which was reported. */
export function findArgument(site: FieldSite, parsed: ParsedSource, wire: Wire): ArgumentPlace | undefined {
  if (site.sharedAs !== undefined) return reportShared(site, parsed);
  const steps: (GraphQLArgument | GraphQLInputField)[] = [];
  for (const segment of parsed.path) {
    const inputs = steps.length === 0 ? site.field.args : fieldsOf(steps.at(-1)?.type);
    const names = new Map(inputs.map((input) => [input.name, input]));
    if (typeof segment === 'number') return reportNoArgument(site, parsed, segment, []);
    const match = matchName(segment, names);
    if (match.kind !== 'found') return reportNoArgument(site, parsed, segment, names.keys());
    steps.push(match.value);
  }
  const types = steps.map(({ type }) => type);
  const [element] = steps.slice(-1);
  if (element === undefined) throw new TypeError('The path of a source has a segment.');
  const crossed = types.slice(0, -1).findIndex((type) => isListType(getNullableType(type)));
  // In JSON a list is there even if all it holds is null.
  const decisive = crossed === -1 || wire === 'text' ? steps : steps.slice(0, crossed + 1);
  const certain = decisive.every((step) => isCertain(step, wire));
  return { path: steps.map(({ name }) => name), element, type: sentType(types, crossed), certain };
}

function fieldsOf(type: GraphQLInputType | undefined): readonly GraphQLInputField[] {
  const named = type && getNamedType(type);
  return isInputObjectType(named) ? Object.values(named.getFields()) : [];
}

/** Lists on the way make one flat list of the last step's values, with null for those that are absent. */
function sentType(types: readonly GraphQLInputType[], crossed: number): GraphQLInputType {
  const last = types[types.length - 1];
  if (last === undefined) throw new TypeError('The path of a source has a segment.');
  if (crossed === -1) return last;
  const values = getNullableType(last);
  const item = isListType(values) ? values.ofType : last;
  const isComplete =
    types.slice(crossed + 1).every((type) => isNonNullType(type)) &&
    types.slice(crossed, -1).every(hasNoNullItems);
  return new GraphQLList(isComplete ? item : getNullableType(item));
}

function hasNoNullItems(type: GraphQLInputType): boolean {
  const nullable = getNullableType(type);
  if (!isListType(nullable)) return true;
  return isNonNullType(nullable.ofType) && hasNoNullItems(nullable.ofType);
}

function reportShared(site: FieldSite, { text, node }: ParsedSource): undefined {
  return reportAt(site, {
    code: 'GH015',
    node,
    message: `\`${text}\`: ${site.coordinate} is shared by fields, and sees the arguments of none of them`,
    fix: 'use $parent, $call, $viewer or $config, or bind the field itself with @rest or @join',
  });
}

function reportNoArgument(
  site: FieldSite,
  { text, node }: ParsedSource,
  segment: PathSegment,
  names: Iterable<string>,
): undefined {
  const nearest = suggestName(String(segment), names);
  return reportAt(site, {
    code: 'GH015',
    node,
    message: `\`${text}\`: ${site.coordinate} has no argument \`${segment}\``,
    fix: nearest === undefined ? 'declare the argument' : `write \`${nearest}\`, or declare the argument`,
  });
}
