import type { JoinField, JoinMatch, Source, Template } from '../binding/index.ts';
import type { Json } from '../contract/index.ts';
import { fillTemplate, isPresent, LEFT_OUT, NO_CALL, type SourceReader } from './fill-template.ts';
import { readSource, type Sources } from './read-source.ts';
import { isJsonArray } from './row.ts';
import { joinedText, wireText } from './wire-text.ts';

/** What a parent wants from a join: the rows that match, found by a key. */
export interface Wanted {
  /** What is sent; null where the whole list is fetched. */
  readonly key: Json;
  /** What is compared: `match` without what an absent argument leaves out. */
  readonly compared: readonly JoinMatch[];
  /** What a row must hold there, as one text. */
  readonly match: string;
}

/** Undefined when the parent has no key. A list of keys gives one wish for each that is not null, in its order. */
export function wantedRows(field: JoinField, sources: Sources): readonly Wanted[] | undefined {
  const read = (source: Source) => readSource(source, sources, 'parameter');
  if (field.rows !== 'listed') {
    const wanted = wantedRow(field, read);
    return wanted === undefined ? undefined : [wanted];
  }
  const values = new Map(sourcesOf(field).map((source) => [source, read(source)]));
  const lists = [...values.values()].filter(isJsonArray);
  if (lists.length === 0) return undefined;
  const longest = lists.reduce((length, list) => Math.max(length, list.length), 0);
  const each = Array.from({ length: longest }, (_, index) =>
    wantedRow(field, (source) => nth(values.get(source), index)),
  );
  return each.filter((wanted) => wanted !== undefined);
}

type Reader = (source: Source) => Json | undefined;

function wantedRow(field: JoinField, read: Reader): Wanted | undefined {
  const key = field.keys === undefined ? null : fillTemplate(field.keys.item, keySources(read));
  if (!isPresent(key) || (key === null && field.keys !== undefined)) return undefined;
  const match = field.match.flatMap((pair) => {
    const value = read(pair.source) ?? null;
    // As everywhere an absent argument is left out: nobody filters by what they did not say.
    return value === null && pair.source.root === 'args' ? [] : [{ pair, value }];
  });
  const values = match.map(({ value }) => value);
  if (values.includes(null)) return undefined;
  return { key, compared: match.map(({ pair }) => pair), match: joinedText(values.map(wireText)) };
}

/** No part of a key may be null, and its absence is no error: the parent just has no rows. */
function keySources(read: Reader): SourceReader {
  return (source) => read(source) ?? (source.root === 'args' ? LEFT_OUT : NO_CALL);
}

/** Lists of one parent belong together item by item; what is not a list is the same for all of them. */
function nth(value: Json | undefined, index: number): Json | undefined {
  return isJsonArray(value) ? value[index] : value;
}

function sourcesOf(field: JoinField): Source[] {
  return [
    ...(field.keys === undefined ? [] : sourcesIn(field.keys.item)),
    ...field.match.map(({ source }) => source),
  ];
}

function sourcesIn(template: Template): Source[] {
  switch (template.kind) {
    case 'constant':
      return [];
    case 'source':
      return [template.source];
    case 'object':
      return template.entries.flatMap(({ value }) => sourcesIn(value));
    case 'list':
      return template.items.flatMap(sourcesIn);
  }
}
