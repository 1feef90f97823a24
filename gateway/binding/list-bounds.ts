import type { ConstDirectiveNode, GraphQLArgument } from 'graphql';
import {
  GraphQLInt,
  getNamedType,
  getNullableType,
  isAbstractType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { FieldSite } from './binding-scope.ts';
import { reportAt, reportFromProducer } from './binding-scope.ts';
import { directiveOn, intArgument, textsArgument } from './directives.ts';
import type { ContractPlace } from './findings.ts';
import type { ListSize } from './model.ts';
import type { SizedByParent } from './place.ts';

/** The smallest of the numbers that are known. */
export function smallest(...candidates: readonly (number | undefined)[]): number | undefined {
  const known = candidates.filter((bound) => bound !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

export interface ListInContract {
  /** The most items that the contract allows. */
  readonly max: number | undefined;
  /** Arguments that the contract itself makes a limit of this list. */
  readonly slicingArguments: readonly string[];
  /** The array, for the message. */
  readonly place: ContractPlace;
  /** What would bound it in the contract. @default maxItems */
  readonly limit?: 'maxItems' | 'maxProperties';
}

/**
 * Notes the size of a list field, and that it has a bound at all.
 * @returns the most items it may have whatever the arguments are; undefined where only an argument bounds it.
 */
export function boundList(
  site: FieldSite,
  { max, slicingArguments, place, limit = 'maxItems' }: ListInContract,
): number | undefined {
  const declared = readListSize(site);
  const bySize = sizeFromParent(site);
  const slicing = [...new Set([...declared.slicingArguments, ...slicingArguments])];
  site.scope.lists.add(site.coordinate, { ...declared, slicingArguments: slicing, contractMax: max });
  const constant = smallest(max, declared.assumedSize, bySize?.assumedSize);
  if (constant !== undefined || bySize !== undefined || bounds(site, slicing)) return constant;
  reportFromProducer(site, {
    code: 'GH070',
    message: `nothing says how long ${site.coordinate} may be: ${whoIsSilent(site, limit)}${nullableHint(site, slicing)}`,
    fix: `write @listSize(assumedSize: …) or slicingArguments${isGiven(site) ? '' : `, or ask the service for \`${limit}\``}`,
    place,
  });
  return undefined;
}

/** A list of lists is bounded by the contract alone, at each level. */
export function boundNestedList(
  site: FieldSite,
  levels: readonly (number | undefined)[],
  place: ContractPlace,
): void {
  const complete = levels.filter((level) => level !== undefined);
  const contractMax =
    complete.length === levels.length ? complete.reduce((one, other) => one * other, 1) : undefined;
  site.scope.lists.add(site.coordinate, {
    assumedSize: undefined,
    slicingArguments: [],
    sizedFields: [],
    contractMax,
  });
  if (contractMax !== undefined) return;
  reportFromProducer(site, {
    code: 'GH070',
    message: `nothing says how long the lists of ${site.coordinate} may be: ${whoIsSilent(site)} at every level`,
    fix: isGiven(site) ? 'give a list of objects that have a list each' : 'ask the service for `maxItems`',
    place,
  });
}

function whoIsSilent(site: FieldSite, limit = 'maxItems'): string {
  return isGiven(site) ? 'a resolver promises no length' : `the contract gives no ${limit}`;
}

/** Does a resolver give it, and no contract? */
function isGiven({ place }: FieldSite): boolean {
  return place.kind === 'row' && place.answer.byResolver === true;
}

/** Notes `@listSize` on a field that is no list itself, for the lists one level below. */
export function sizeLists(site: FieldSite): ReadonlyMap<string, SizedByParent> {
  const declared = readListSize(site);
  if (declared.sizedFields.length === 0) {
    reportIdleSize(site);
    return new Map();
  }
  site.scope.lists.add(site.coordinate, { ...declared, contractMax: undefined });
  const sized = declared.assumedSize !== undefined || bounds(site, declared.slicingArguments);
  return new Map(
    sized ? declared.sizedFields.map((name) => [name, { assumedSize: declared.assumedSize }]) : [],
  );
}

function reportIdleSize(site: FieldSite): void {
  const directive = directiveOn(site.field, 'listSize');
  if (directive === undefined || textsArgument(directive, 'sizedFields').length > 0) return;
  if (isListType(getNullableType(site.field.type))) return;
  const message = `${site.coordinate} is no list, so that @listSize sizes nothing`;
  refuseSize(site, directive, message, 'name the lists below it in sizedFields, or remove it');
}

function sizeFromParent({ place, field }: FieldSite): SizedByParent | undefined {
  return place.kind === 'row' ? place.sized.get(field.name) : undefined;
}

function bounds({ field }: FieldSite, slicing: readonly string[]): boolean {
  return field.args.some((argument) => slicing.includes(argument.name) && isAlwaysGiven(argument));
}

function isAlwaysGiven({ type, defaultValue }: GraphQLArgument): boolean {
  return isNonNullType(type) || typeof defaultValue === 'number';
}

function nullableHint({ field }: FieldSite, slicing: readonly string[]): string {
  const nullable = field.args.find((argument) => slicing.includes(argument.name) && !isAlwaysGiven(argument));
  return nullable === undefined ? '' : `, and \`${nullable.name}\` may be absent`;
}

const NO_SIZE = { assumedSize: undefined, slicingArguments: [], sizedFields: [] };

function readListSize(site: FieldSite): Omit<ListSize, 'contractMax'> {
  const directive = directiveOn(site.field, 'listSize');
  if (directive === undefined) return NO_SIZE;
  return {
    assumedSize: intArgument(directive, 'assumedSize'),
    slicingArguments: textsArgument(directive, 'slicingArguments').filter((name) =>
      isSlicing(site, name, directive),
    ),
    sizedFields: textsArgument(directive, 'sizedFields').filter((name) => isSizable(site, name, directive)),
  };
}

function isSlicing(site: FieldSite, name: string, node: ConstDirectiveNode): boolean {
  const argument = site.field.args.find((candidate) => candidate.name === name);
  if (argument !== undefined && getNullableType(argument.type) === GraphQLInt) return true;
  const message =
    argument === undefined
      ? `${site.coordinate} has no argument \`${name}\` to slice by`
      : `${site.coordinate}(${name}:) is ${String(argument.type)}, but a slicing argument is an Int`;
  const ints = site.field.args.filter(({ type }) => getNullableType(type) === GraphQLInt);
  const names = ints.map((candidate) => candidate.name);
  return refuseSize(
    site,
    node,
    message,
    names.length === 0 ? 'leave it out' : `name an Int argument: ${names.join(', ')}`,
  );
}

function isSizable(site: FieldSite, name: string, node: ConstDirectiveNode): boolean {
  if (isListType(getNullableType(site.field.type))) {
    const message = `sizedFields size what is one level below, but ${site.coordinate} is a list itself`;
    return refuseSize(site, node, message, 'leave sizedFields out');
  }
  const type = getNamedType(site.field.type);
  const types = isAbstractType(type) ? site.scope.schema.getPossibleTypes(type) : [type];
  const fields = types.flatMap((one) => (isObjectType(one) ? Object.values(one.getFields()) : []));
  const lists = fields.filter((field) => isListType(getNullableType(field.type)));
  if (lists.some((field) => field.name === name)) return true;
  const names = [...new Set(lists.map((field) => field.name))].join(', ');
  const fix = names === '' ? 'leave sizedFields out' : `name a list field: ${names}`;
  return refuseSize(site, node, `\`${name}\` is no list field of ${type.name}`, fix);
}

function refuseSize(site: FieldSite, node: ConstDirectiveNode, message: string, fix: string): false {
  reportAt(site, { code: 'GH071', node, message, fix });
  return false;
}
