import type { JoinField } from '../binding/index.ts';
import { contractViolation } from './contract-violation.ts';
import { readValue } from './read-value.ts';
import { type Answer, childPointer, isJsonArray, isJsonObject, type Place } from './row.ts';
import { joinedText, wireText } from './wire-text.ts';

/** The rows of an answer by what they are matched with. */
export interface JoinedRows {
  /** JSON pointer to the list of rows. */
  readonly pointer: string;
  /** In the service's order. */
  matching(match: string): readonly Place[];
}

const indices = new WeakMap<Answer, Map<JoinField, JoinedRows>>();

/**
 * Indexes an answer for a join, once for all parents.
 * @throws GatewayError CONTRACT_VIOLATED where the rows are no list.
 */
export function joinRows(field: JoinField, answer: Answer): JoinedRows {
  const ofAnswer = indices.get(answer) ?? new Map<JoinField, JoinedRows>();
  indices.set(answer, ofAnswer);
  const known = ofAnswer.get(field);
  if (known !== undefined) return known;
  const rows = index(field, answer);
  ofAnswer.set(field, rows);
  return rows;
}

function index(field: JoinField, answer: Answer): JoinedRows {
  const { json, pointer } = readValue(field.at, { json: answer.body, pointer: '', isText: false }, answer);
  const list = json ?? [];
  if (!isJsonArray(list)) throw contractViolation(answer, pointer, 'not an array');
  const places = list.map(
    (row, at): Place => ({ json: row, pointer: childPointer(pointer, at), isText: false }),
  );
  const groups = Map.groupBy(places, (place) => matchOf(field, place, answer));
  return { pointer, matching: (match) => groups.get(match) ?? [] };
}

/** Undefined for a row that cannot belong to anybody. */
function matchOf(field: JoinField, place: Place, answer: Answer): string | undefined {
  if (!isJsonObject(place.json)) return undefined;
  const values = field.match.map(({ row }) => readValue(row, place, answer).json ?? null);
  return values.includes(null) ? undefined : joinedText(values.map(wireText));
}
