import type { GraphQLEnumType } from 'graphql';
import type { Json, ListedValue } from '../contract/index.ts';
import { enumValuesOf } from './enum-values.ts';
import { matchName } from './fold-name.ts';

export interface EnumMatch {
  readonly fromWire: ReadonlyMap<Json, string>;
  readonly toWire: ReadonlyMap<string, Json>;
  /** Values of the contract without a value of the enum. */
  readonly unknown: readonly string[];
  /** Values that several values of the other side fold to. */
  readonly ambiguous: readonly string[];
}

/**
 * Pairs the values of an enum with those that a contract lists: by `@json(value:)`, else by the names that the contract
 * has for a value. Numbers are compared by their digits.
 */
export function matchEnum(type: GraphQLEnumType, values: readonly ListedValue[]): EnumMatch {
  const members = enumValuesOf(type);
  const names = new Map(members.map(({ name }) => [name, name]));
  const written = new Map(members.flatMap(({ name, value }) => (value === undefined ? [] : [[value, name]])));
  const fromWire = new Map<Json, string>();
  const toWire = new Map<string, Json>();
  const unknown: string[] = [];
  const ambiguous: string[] = [];
  const pair = (value: Json, name: string): void => {
    fromWire.set(value, name);
    toWire.set(name, value);
  };
  const unwritten = values.filter(({ value }) => !written.has(value));
  for (const { value } of values) {
    const name = written.get(value);
    if (name !== undefined) pair(value, name);
  }
  for (const listed of exactFirst(unwritten, names)) {
    const match = matchListed(listed, names);
    if (match === 'unknown') unknown.push(wireText(listed.value));
    else if (match === 'ambiguous' || toWire.has(match.name)) ambiguous.push(wireText(listed.value));
    else pair(listed.value, match.name);
  }
  return { fromWire, toWire, unknown, ambiguous };
}

/** The value itself comes before what else the contract calls it. */
function matchListed(
  listed: ListedValue,
  names: ReadonlyMap<string, string>,
): { readonly name: string } | 'unknown' | 'ambiguous' {
  for (const text of textsOf(listed)) {
    const match = matchName(text, names);
    if (match.kind === 'found') return match;
    if (match.kind === 'ambiguous') return 'ambiguous';
  }
  return 'unknown';
}

/** So that `open` takes the name `open` before `OPEN` could fold to it. */
function exactFirst(
  values: readonly ListedValue[],
  names: ReadonlyMap<string, string>,
): readonly ListedValue[] {
  const isExact = (value: ListedValue): boolean => textsOf(value).some((text) => names.has(text));
  return [...values.filter(isExact), ...values.filter((value) => !isExact(value))];
}

function textsOf({ value, names }: ListedValue): readonly string[] {
  return [wireText(value), ...names];
}

export function wireText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
