import type { GraphQLAbstractType, GraphQLObjectType } from 'graphql';
import type { Alternative, SchemaNode } from '../contract/index.ts';
import { alternativesOf, anyOf } from '../contract/index.ts';
import { bindObject, shapeOf } from './bind-object.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportFromProducer } from './binding-scope.ts';
import { describeSchema, isObject } from './describe-schema.ts';
import { directiveOn } from './directives.ts';
import type { VariantFault, VariantVerdict } from './judge-variants.ts';
import { judgeVariants } from './judge-variants.ts';
import type { BoundValue, BoundVariant } from './model.ts';
import { reportVariants } from './report-variants.ts';
import { tellApart } from './tell-apart.ts';
import type { ValueSource } from './value-source.ts';
import type { NoCandidate, VariantCandidate, VariantChoice } from './variant-candidate.ts';
import { alternativesNamed, candidateOf, presentConditions } from './variant-candidate.ts';
import type { NotYielded } from './variant-log.ts';

/** A union or interface, and those of its members that a value of this place may be. */
export interface VariantType {
  readonly type: GraphQLAbstractType;
  readonly members: readonly GraphQLObjectType[];
}

/** How JSON becomes one of the members of a union or interface. Undefined after a mistake, which was reported. */
export function bindVariants(
  site: FieldSite,
  variants: VariantType,
  source: ValueSource,
): BoundValue | undefined {
  const { type, members } = variants;
  const choice = choiceAt(site, source);
  const [only, ...others] = members;
  if (only !== undefined && others.length === 0 && !isOneOfSeveral(only, choice)) {
    site.scope.variants.add(type, only);
    return bindObject(site, only, source);
  }
  if (!choice.alternatives.every(({ node }) => isObject(node)))
    return reportNoObject(site, type, source.node);
  const found = members.map((member) => candidateOf(member, choice));
  const candidates = found.filter((member) => 'when' in member);
  const verdict = judgeVariants(candidates, choice);
  const where = { site, type, place: source.node, alternatives: choice.alternatives };
  reportVariants(where, [...verdict.faults, ...noObjects(source.node)]);
  for (const member of found) noteYield(site, type, member, verdict);
  return presentValue(
    type,
    candidates.flatMap((candidate) => bindMember(site, candidate, source, verdict)),
  );
}

/** The alternatives of the contract that are objects; where it lists none, the one schema that there is. */
function choiceAt(site: FieldSite, { node, answer }: ValueSource): VariantChoice {
  const objects = alternativesOf(node).filter((alternative) => isObject(alternative.node));
  const alternatives = objects.length > 0 ? objects : [{ node, names: [], tag: undefined }];
  return {
    alternatives,
    telling: tellApart(alternatives),
    findings: site.scope.findings,
    isNamed: answer.byResolver === true,
  };
}

function noObjects(node: SchemaNode): readonly VariantFault[] {
  const others = alternativesOf(node).filter((alternative) => !isObject(alternative.node));
  return others.map((alternative) => ({ kind: 'uncovered', alternative }));
}

/** A single member that is no alternative by name stands for all of them, with what they share. */
function isOneOfSeveral(member: GraphQLObjectType, choice: VariantChoice): boolean {
  return directiveOn(member, 'when') !== undefined || alternativesNamed(member.name, choice).length > 0;
}

function reportNoObject(site: FieldSite, type: GraphQLAbstractType, node: SchemaNode): undefined {
  return reportFromProducer(site, {
    code: 'GH030',
    message: `${site.coordinate} is ${type.name}, but the contract gives ${describeSchema(node)}`,
    fix: 'name the place of an object, or change the type',
    place: node,
  });
}

function bindMember(
  site: FieldSite,
  candidate: VariantCandidate,
  source: ValueSource,
  { won }: VariantVerdict,
): readonly BoundVariant[] {
  const alternatives: readonly Alternative[] = won.get(candidate) ?? [];
  if (alternatives.length === 0) return [];
  const node = anyOf(
    alternatives.map((alternative) => alternative.node),
    source.node,
  );
  return [{ shape: shapeOf(site, candidate.type, { ...source, node }), when: candidate.when }];
}

function presentValue(type: GraphQLAbstractType, members: readonly BoundVariant[]): BoundValue {
  const [first, ...others] = members;
  if (first !== undefined && others.length === 0 && first.when.length === 0)
    return { kind: 'object', shape: first.shape };
  return { kind: 'variants', type: type.name, members };
}

/** A member that two would be is a mistake of another kind. */
function noteYield(
  { scope }: FieldSite,
  type: GraphQLAbstractType,
  member: VariantCandidate | NoCandidate,
  { won, faults }: VariantVerdict,
): void {
  if (!('when' in member)) {
    scope.variants.add(type, member.type, member);
    return;
  }
  const isDisputed = faults.some(
    (fault) =>
      (fault.kind === 'tie' && fault.between.includes(member)) ||
      (fault.kind === 'stranger' && fault.candidate === member) ||
      fault.kind === 'too many',
  );
  if (won.has(member) || isDisputed) scope.variants.add(type, member.type);
  else {
    scope.variants.add(type, member.type, whyNever(member));
  }
}

function whyNever(member: VariantCandidate): NotYielded {
  if (member.when.length === 0) {
    const reason = 'has no conditions, and every value that the contract sends is another member';
    return { reason, fix: 'remove it, or write @when(is: …) or @when(has: …)' };
  }
  const reason = `is told by ${presentConditions(member)}, which the contract never sends`;
  return { reason, fix: 'name values or properties that the contract sends in @when' };
}
