import type { JoinField, JoinMatch } from '../binding/index.ts';
import { contractViolation } from './contract-violation.ts';
import { mapEntries } from './map-entries.ts';
import { nextTarget } from './next-target.ts';
import { readValue } from './read-value.ts';
import { type Answer, childPointer, isJsonArray, isJsonObject, ownProperty, type Place } from './row.ts';
import { joinedText, wireText } from './wire-text.ts';

/** The rows of an answer by what they are matched with. */
export interface JoinedRows {
  /** JSON pointer to the list of rows. */
  readonly pointer: string;
  /** In the service's order. */
  matching(match: string): readonly Place[];
}

const indices = new WeakMap<Answer, Map<JoinField, Map<string, JoinedRows>>>();

/**
 * Indexes an answer for a join, once for all parents that compare the same.
 * @param compared some of the field's `match`
 * @throws GatewayError CONTRACT_VIOLATED where the rows are no list, or a page of one that has no pages.
 */
export function joinRows(field: JoinField, compared: readonly JoinMatch[], answer: Answer): JoinedRows {
  const ofAnswer = indices.get(answer) ?? new Map<JoinField, Map<string, JoinedRows>>();
  indices.set(answer, ofAnswer);
  const ofField = ofAnswer.get(field) ?? new Map<string, JoinedRows>();
  ofAnswer.set(field, ofField);
  const key = compared.map((pair) => field.match.indexOf(pair)).join();
  const known = ofField.get(key);
  if (known !== undefined) return known;
  const rows = index(field, compared, answer);
  ofField.set(key, rows);
  return rows;
}

function index(field: JoinField, compared: readonly JoinMatch[], answer: Answer): JoinedRows {
  if (field.keys === undefined) refuseFurtherPage(answer);
  const at = readValue(field.at, { json: answer.body, pointer: '', isText: false }, answer);
  const places = placesOf(field, at, answer);
  const groups = Map.groupBy(places, (place) =>
    canMatch(field, place) ? matchOf(compared, place, answer) : undefined,
  );
  return { pointer: at.pointer, matching: (match) => groups.get(match) ?? [] };
}

/** A list that is said to be whole is no page: its other rows would be missing without a word. Only a link can tell. */
function refuseFurtherPage(answer: Answer): void {
  const link = ownProperty(answer.headers, 'link');
  if (typeof link === 'string' && nextTarget(link) !== undefined)
    throw contractViolation(answer, '', 'a next page of a whole list');
}

function placesOf({ declared }: JoinField, at: Place, answer: Answer): readonly Place[] {
  const { json, pointer, entry } = at;
  if (json === undefined || json === null) return [];
  if (declared !== undefined) return mapEntries(declared, at, answer);
  if (!isJsonArray(json)) throw contractViolation(answer, pointer, 'not an array');
  return json.map((row, position) => ({
    json: row,
    pointer: childPointer(pointer, position),
    isText: false,
    entry,
  }));
}

function canMatch({ declared }: JoinField, { json }: Place): boolean {
  return declared === undefined ? isJsonObject(json) : json !== null;
}

/** Undefined for a row that cannot belong to anybody. */
function matchOf(compared: readonly JoinMatch[], place: Place, answer: Answer): string | undefined {
  const values = compared.map(({ row }) => readValue(row, place, answer).json ?? null);
  return values.includes(null) ? undefined : joinedText(values.map(wireText));
}
