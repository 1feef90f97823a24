import type { GraphQLObjectType } from 'graphql';
import { schemaIdentity } from './describe-schema.ts';
import type { BoundField, JoinField, RestField, Shape } from './model.ts';
import type { Place, RowPlace } from './place.ts';

/** A shape whose fields are still to be bound. */
export interface PendingShape {
  readonly type: GraphQLObjectType;
  readonly place: Place;
  readonly fields: Map<string, BoundField>;
  readonly calls: Map<string, RestField | JoinField>;
}

/**
 * One shape for each object type and place in a contract that fills it; where the type reads more than its row, one for
 * each operation whose answer has that place, and for each set of parameters that its calls send. Shapes are handed out
 * before their fields are bound, so that cyclic types end and no schema is deep enough to exhaust the stack.
 */
export interface ShapeRegistry {
  shapeOf(type: GraphQLObjectType, place: Place): Shape;
  /** Takes the next shape without fields. */
  next(): PendingShape | undefined;
  all(): readonly Shape[];
  /** The shape that was made for a place; undefined where another was there already, or none is. */
  shapeAt(place: Place): Shape | undefined;
}

/** @param answerReaders names of the types that read more than their row. */
export function createShapeRegistry(answerReaders: ReadonlySet<string>): ShapeRegistry {
  const shapes = new Map<string, Shape>();
  const byPlace = new Map<Place, Shape>();
  const pending: PendingShape[] = [];
  let taken = 0;
  return {
    shapeOf(type, place) {
      const key = keyOf(type, place, answerReaders);
      const known = shapes.get(key);
      if (known !== undefined) return known;
      const fields = new Map<string, BoundField>();
      const producer = place.kind === 'row' ? place.operation.coordinate : type.name;
      const calls = new Map<string, RestField | JoinField>();
      const shape: Shape = { type: type.name, producer, fields, calls };
      shapes.set(key, shape);
      byPlace.set(place, shape);
      pending.push({ type, place, fields, calls });
      return shape;
    },
    next() {
      taken += 1;
      return pending[taken - 1];
    },
    all: () => [...shapes.values()],
    shapeAt: (place) => byPlace.get(place),
  };
}

function keyOf(type: GraphQLObjectType, place: Place, answerReaders: ReadonlySet<string>): string {
  if (place.kind === 'root') return `${type.name} ${place.root}`;
  const { operation, answer, node, sent, entry } = place;
  const own = `${type.name} ${schemaIdentity(node)} ${sizeKey(place)}`;
  if (!answerReaders.has(type.name)) return entry?.isOpen === true ? own + entryKey(place) : own;
  const at = `${operation.coordinate} ${answer.place?.pointer ?? ''} ${sent.signature}`;
  return `${own} ${at}${entryKey(place)}`;
}

function sizeKey({ sized }: RowPlace): string {
  return [...sized].map(([field, { assumedSize }]) => `${field}<${assumedSize ?? '?'}`).join();
}

function entryKey({ entry }: RowPlace): string {
  return entry === undefined ? '' : ` in ${schemaIdentity(entry.map)}${entry.isOpen ? '?' : ''}`;
}
