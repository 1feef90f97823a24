import type { NextField, NextLink, PageRows, Read } from '../binding/index.ts';
import type { Json } from '../contract/index.ts';
import { contractViolation } from './contract-violation.ts';
import { smallest } from './list-bound.ts';
import { nextTarget } from './next-target.ts';
import { readValue } from './read-value.ts';
import { type Answer, childPointer, isJsonArray, ownProperty, type Place } from './row.ts';

/** A cursor goes into an address, where a longer one would be refused by whoever reads it first. */
const MAX_CURSOR_LENGTH = 4_096;
/** Long enough for an address with such a cursor in it, escaped, and for a few others beside it. */
const MAX_LINK_LENGTH = 32_768;

/**
 * What leads to the page after this one. There is nothing at the end: no link, an empty cursor, or fewer rows than
 * were asked for. A link is only looked into, and never followed, wherever it leads.
 *
 * @throws GatewayError CONTRACT_VIOLATED where the service means a next page, but does not say how to ask for it.
 */
export function nextCursor(field: NextField, page: Place, answer: Answer): Place {
  const place = findCursor(field, page, answer);
  const isNumber = field.value.kind === 'leaf' && field.value.type === 'Int';
  // A cursor is sent back as it is written, so that a number may be handed out as a text.
  return typeof place.json === 'number' && !isNumber ? { ...place, json: String(place.json) } : place;
}

function findCursor({ cursor, parameter }: NextField, page: Place, answer: Answer): Place {
  switch (cursor.kind) {
    case 'url':
      return cursorInLink(cursor, page, answer);
    case 'property':
      return cursorAt(cursor.read, page, answer);
    case 'last':
      return cursorInLastRow(cursor, page, answer);
    case 'rows':
      return counted(cursor.rows, page, answer, (rows) => startOf(parameter, cursor.first, answer) + rows);
    case 'page':
      return counted(cursor.rows, page, answer, () => startOf(parameter, cursor.first, answer) + 1);
  }
}

function cursorInLink({ read, isLink, query }: NextLink, page: Place, answer: Answer): Place {
  const { json, pointer } = readValue(read, page, answer);
  if (json === undefined || json === null || json === '') return placeOf(undefined, pointer);
  if (typeof json !== 'string') throw contractViolation(answer, pointer, 'no link');
  if (json.length > MAX_LINK_LENGTH) throw contractViolation(answer, pointer, 'too long a link');
  const url = isLink ? nextTarget(json) : json;
  if (url === undefined) return placeOf(undefined, pointer);
  const cursor = queryOf(url).get(query);
  if (cursor === null) throw contractViolation(answer, pointer, `a link to the next page without ${query}`);
  return { ...withoutEmpty(cursor, pointer, answer), isText: true };
}

/** Whatever stands in front of the query is nothing to us. */
function queryOf(url: string): URLSearchParams {
  const [beforeFragment = ''] = url.split('#', 1);
  const start = beforeFragment.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : beforeFragment.slice(start + 1));
}

function cursorAt(read: Read, from: Place, answer: Answer): Place {
  const { json, pointer, isText } = readValue(read, from, answer);
  return { ...withoutEmpty(json, pointer, answer), isText };
}

function cursorInLastRow(
  { rows, read }: { readonly rows: PageRows; readonly read: Read },
  page: Place,
  answer: Answer,
): Place {
  const { json, pointer } = readValue(rows.read, page, answer);
  if (!isJsonArray(json) || isLast(rows, json.length, answer)) return placeOf(undefined, pointer);
  const index = json.length - 1;
  const row = placeOf(json[index], childPointer(pointer, index));
  const cursor = cursorAt(read, row, answer);
  if (cursor.json === undefined) throw contractViolation(answer, cursor.pointer, 'a row without its cursor');
  return cursor;
}

function counted(rows: PageRows, page: Place, answer: Answer, next: (rows: number) => number): Place {
  const { json, pointer } = readValue(rows.read, page, answer);
  if (!isJsonArray(json) || isLast(rows, json.length, answer)) return placeOf(undefined, pointer);
  return placeOf(next(json.length), pointer);
}

/** Where nobody knows how many were asked for, only an empty page is surely the last. */
function isLast({ limit, usual, most }: PageRows, count: number, { parameters }: Answer): boolean {
  if (count === 0) return true;
  const asked = (limit === undefined ? undefined : sentNumber(limit, parameters)) ?? usual;
  const whole = asked === undefined ? undefined : smallest(asked, most);
  return whole !== undefined && count < whole;
}

function startOf(parameter: string, first: number, { parameters }: Answer): number {
  return sentNumber(parameter, parameters) ?? first;
}

function sentNumber(name: string, parameters: Answer['parameters']): number | undefined {
  const sent = ownProperty(parameters, name);
  const number = typeof sent === 'string' && sent !== '' ? Number(sent) : sent;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function withoutEmpty(json: Json | undefined, pointer: string, answer: Answer): Place {
  if (json === undefined || json === null || json === '') return placeOf(undefined, pointer);
  if (typeof json === 'string' && json.length > MAX_CURSOR_LENGTH)
    throw contractViolation(answer, pointer, 'too long a cursor');
  return placeOf(json, pointer);
}

function placeOf(json: Json | undefined, pointer: string): Place {
  return { json, pointer, isText: false };
}
