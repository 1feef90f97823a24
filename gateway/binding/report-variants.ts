import type { GraphQLAbstractType } from 'graphql';
import type { Alternative } from '../contract/index.ts';
import { propertiesOf } from '../contract/index.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportFromProducer } from './binding-scope.ts';
import { describeSchema, isObject, nameAlternative } from './describe-schema.ts';
import type { ContractPlace } from './findings.ts';
import type { VariantFault } from './judge-variants.ts';
import type { VariantCandidate } from './variant-candidate.ts';
import { presentWorld } from './variant-worlds.ts';

export interface VariantPlace {
  readonly site: FieldSite;
  readonly type: GraphQLAbstractType;
  /** What lists the alternatives. */
  readonly place: ContractPlace;
  readonly alternatives: readonly Alternative[];
}

/** Tells what is wrong with how the members of a union or interface divide what the contract sends. */
export function reportVariants(where: VariantPlace, faults: readonly VariantFault[]): void {
  for (const fault of faults) reportFault(where, fault);
}

function reportFault(where: VariantPlace, fault: VariantFault): void {
  switch (fault.kind) {
    case 'tie':
      return reportTie(where, fault);
    case 'stranger':
      return reportNotTold(where, fault.candidate, nameAlternative(fault.alternative));
    case 'uncovered':
      return reportUncovered(where, fault.alternative);
    case 'gap':
      return reportGap(where, fault);
    case 'too many':
      return reportTooMany(where);
  }
}

function reportTie(where: VariantPlace, { world, between }: Extract<VariantFault, { kind: 'tie' }>): void {
  const { site, type, place } = where;
  const [one, other] = between;
  if (one.when.length === 0 && one.claims !== undefined) {
    return reportNotTold(where, one, other.type.name);
  }
  const conditions = one.when.length;
  reportFromProducer(site, {
    code: 'GH102',
    message: `${site.coordinate} is ${type.name}, and ${presentWorld(world)} would be both ${one.type.name} and ${other.type.name}`,
    fix:
      conditions === 0
        ? `write @when(is: …) or @when(has: …) on one of them; the other then takes the rest`
        : `add a condition to the @when of one of them, or leave all conditions of one out: it then takes the rest`,
    place,
  });
}

/** Members by name, where nothing in the contract says which alternative a value is. */
function reportNotTold(where: VariantPlace, { type }: VariantCandidate, other: string): void {
  const { site, alternatives, place } = where;
  const telling = alternatives.flatMap((alternative) => ownProperty(alternative, alternatives) ?? []);
  const [hint] = telling;
  reportFromProducer(site, {
    code: 'GH100',
    message: `${site.coordinate} is ${where.type.name}, but the contract has neither a discriminator nor a property whose constants tell ${type.name} from ${other}`,
    fix:
      hint === undefined
        ? 'write @when(is: { <property>: … }) or @when(has: ["<property>"]) on the types, or ask the service for a discriminator'
        : `write @when on the types, such as @when(has: ["${hint.property}"]) on the one for ${hint.name}`,
    place,
  });
}

/** A property that this alternative requires and no other one has. */
function ownProperty(
  alternative: Alternative,
  alternatives: readonly Alternative[],
): { readonly name: string; readonly property: string } | undefined {
  const others = alternatives.filter((other) => other !== alternative).map(({ node }) => propertiesOf(node));
  for (const [property, { required }] of propertiesOf(alternative.node)) {
    if (required && !others.some((other) => other.has(property)))
      return { name: nameAlternative(alternative), property };
  }
  return undefined;
}

function reportUncovered({ site, type }: VariantPlace, alternative: Alternative): void {
  const { node } = alternative;
  const isOne = isObject(node);
  reportFromProducer(site, {
    code: 'GH103',
    message: isOne
      ? `${site.coordinate} is ${type.name}, but no member of it is ${nameAlternative(alternative)}, which the contract may send`
      : `${site.coordinate} is ${type.name}, but the contract may also send ${describeSchema(node)}`,
    fix: isOne
      ? `add a type for it to ${type.name}; one with @when and no condition takes whatever the others do not`
      : 'make it JSON: object types stand for JSON objects only',
    place: node,
  });
}

function reportGap({ site, type }: VariantPlace, fault: Extract<VariantFault, { kind: 'gap' }>): void {
  const { world, alternative, isForeseen } = fault;
  reportFromProducer(site, {
    code: isForeseen ? 'GH103' : 'GH104',
    message: `${site.coordinate} is ${type.name}, but ${presentWorld(world)} is none of its members${isForeseen ? '' : ', and would be null with an error'}`,
    fix: 'add a type for it; one with @when and no condition takes whatever the others do not',
    place: alternative.node,
  });
}

function reportTooMany({ site, type, place }: VariantPlace): void {
  reportFromProducer(site, {
    code: 'GH102',
    message: `the members of ${type.name} look at too many properties to tell whether two of them could be the same value`,
    fix: 'use fewer properties in @when',
    place,
  });
}
