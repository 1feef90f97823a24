import type { GraphQLEnumType } from 'graphql';
import type { Json } from '../contract/index.ts';
import { matchName } from './fold-name.ts';

export interface EnumMatch {
  readonly fromWire: ReadonlyMap<Json, string>;
  readonly toWire: ReadonlyMap<string, Json>;
  /** Values of the contract without a value of the enum. */
  readonly unknown: readonly string[];
  /** Values that several values of the other side fold to. */
  readonly ambiguous: readonly string[];
}

/** Pairs the values of an enum with those that a contract lists; numbers are compared by their digits. */
export function matchEnum(type: GraphQLEnumType, values: readonly Json[]): EnumMatch {
  const names = new Map(type.getValues().map(({ name }) => [name, name]));
  const fromWire = new Map<Json, string>();
  const toWire = new Map<string, Json>();
  const unknown: string[] = [];
  const ambiguous: string[] = [];
  for (const value of exactFirst(values, names)) {
    const match = matchName(wireText(value), names);
    if (match.kind === 'unknown') unknown.push(wireText(value));
    else if (match.kind === 'ambiguous' || toWire.has(match.name)) ambiguous.push(wireText(value));
    else {
      fromWire.set(value, match.name);
      toWire.set(match.name, value);
    }
  }
  return { fromWire, toWire, unknown, ambiguous };
}

/** So that `open` takes the name `open` before `OPEN` could fold to it. */
function exactFirst(values: readonly Json[], names: ReadonlyMap<string, string>): readonly Json[] {
  const exact = values.filter((value) => names.has(wireText(value)));
  return [...exact, ...values.filter((value) => !names.has(wireText(value)))];
}

export function wireText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
