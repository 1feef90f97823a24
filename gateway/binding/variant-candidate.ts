import type { GraphQLObjectType } from 'graphql';
import type { Alternative, Json } from '../contract/index.ts';
import { propertiesOfAll } from '../contract/index.ts';
import type { Findings } from './findings.ts';
import { foldName } from './fold-name.ts';
import type { VariantCondition } from './model.ts';
import type { PathSegment } from './parse-path.ts';
import { presentNames } from './present-names.ts';
import type { WrittenCondition, WrittenWhen } from './read-when.ts';
import { readWhen } from './read-when.ts';
import { resolvePath } from './resolve-path.ts';
import { suggestName } from './suggest-name.ts';
import type { Telling } from './tell-apart.ts';

/** A member of a union or interface, and how values are known to be it. */
export interface VariantCandidate {
  readonly type: GraphQLObjectType;
  readonly when: readonly VariantCondition[];
  /** The alternatives that have its name; undefined where only its conditions decide. */
  readonly claims: ReadonlySet<Alternative> | undefined;
}

/** A member that no value here can be. */
export interface NoCandidate {
  readonly type: GraphQLObjectType;
  /** Goes on where the type's name ended. */
  readonly reason: string;
  readonly fix: string;
}

/** `kind: "x"` and `nodeId` */
export function presentConditions({ when }: VariantCandidate): string {
  const parts = when.map(({ path, values }) => {
    const name = path.join('.');
    return values === undefined
      ? `\`${name}\``
      : `\`${name}: ${[...values].map((value) => JSON.stringify(value)).join(' or ')}\``;
  });
  return parts.length === 0 ? 'no condition' : parts.join(' and ');
}

export interface VariantChoice {
  /** At least one: the schema itself where it lists none. */
  readonly alternatives: readonly Alternative[];
  readonly telling: Telling | undefined;
  readonly findings: Findings;
  /** True where a resolver names the type of what it gives, so that no `@when` is needed. */
  readonly isNamed: boolean;
}

/** By its `@when`; else by the name that it shares with an alternative. */
export function candidateOf(type: GraphQLObjectType, choice: VariantChoice): VariantCandidate | NoCandidate {
  const when = choice.isNamed ? undefined : readWhen(type, choice.findings);
  if (when !== undefined) return byConditions(type, when, choice);
  const { alternatives, telling } = choice;
  const [only, ...others] = alternatives;
  if (only === undefined || others.length === 0) return { type, when: [], claims: undefined };
  const claimed = alternativesNamed(type.name, choice);
  if (claimed.length === 0) return { type, ...unknownName(type.name, choice) };
  return {
    type,
    when: telling === undefined ? [] : [tellingCondition(telling, alternatives, claimed)],
    claims: new Set(claimed),
  };
}

function tellingCondition(
  { property, values }: Telling,
  alternatives: readonly Alternative[],
  claimed: readonly Alternative[],
): VariantCondition {
  const own = alternatives.map((alternative, index) =>
    claimed.includes(alternative) ? (values[index] ?? []) : [],
  );
  return { path: [property], values: new Set(own.flat()) };
}

/** Exactly, else those that fold alike. */
export function alternativesNamed(
  name: string,
  { alternatives, telling }: VariantChoice,
): readonly Alternative[] {
  const named = alternatives.map((alternative, index) => ({
    alternative,
    names: namesOf(alternative, telling?.values[index] ?? []),
  }));
  const exact = named.filter(({ names }) => names.includes(name));
  const folded = foldName(name);
  const found =
    exact.length > 0 ? exact : named.filter(({ names }) => names.some((one) => foldName(one) === folded));
  return found.map(({ alternative }) => alternative);
}

export function namesOf({ names }: Alternative, values: readonly Json[]): readonly string[] {
  return [...names, ...values.filter((value) => typeof value === 'string')];
}

function unknownName(
  name: string,
  { alternatives, telling }: VariantChoice,
): Pick<NoCandidate, 'reason' | 'fix'> {
  const names = alternatives.flatMap((alternative, index) =>
    namesOf(alternative, telling?.values[index] ?? []).slice(0, 1),
  );
  const nearest = suggestName(name, names);
  const known =
    names.length === 0
      ? 'the alternatives of the contract have no names'
      : `the contract has ${presentNames(names)}`;
  return {
    reason: `is the name of no alternative; ${known}`,
    fix: nearest === undefined ? 'name it so, or write @when' : `name it ${nearest}, or write @when`,
  };
}

function byConditions(
  type: GraphQLObjectType,
  { conditions }: WrittenWhen,
  { alternatives }: VariantChoice,
): VariantCandidate | NoCandidate {
  const when: VariantCondition[] = [];
  for (const condition of conditions) {
    const path = placeOf(condition, alternatives);
    if (path === undefined) return { type, ...unknownProperty(condition, alternatives) };
    when.push({ path, values: condition.values && new Set(condition.values) });
  }
  return { type, when, claims: undefined };
}

/** The path in the contract's own names, as the first alternative that has it spells it. */
function placeOf(
  { path }: WrittenCondition,
  alternatives: readonly Alternative[],
): readonly PathSegment[] | undefined {
  for (const { node } of alternatives) {
    const found = resolvePath(node, path, 'read');
    if (found.kind === 'found') return found.path;
  }
  return undefined;
}

function unknownProperty(
  { text }: WrittenCondition,
  alternatives: readonly Alternative[],
): Pick<NoCandidate, 'reason' | 'fix'> {
  const nearest = suggestName(
    text,
    alternatives.flatMap(({ node }) => [...propertiesOfAll(node).keys()]),
  );
  return {
    reason: `is told by \`${text}\`, which no alternative of the contract has`,
    fix: nearest === undefined ? 'name a property of the contract in @when' : `write \`${nearest}\` in @when`,
  };
}
