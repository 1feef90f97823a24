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
 * One shape for each object type, operation, place in its answer and set of parameters that the call sends. Shapes are handed out before their fields are
 * bound, so that cyclic types end and no schema is deep enough to exhaust the stack.
 */
export interface ShapeRegistry {
  shapeOf(type: GraphQLObjectType, place: Place): Shape;
  /** Takes the next shape without fields. */
  next(): PendingShape | undefined;
  /** Names of the object types that some bound field leads to. */
  filledTypes(): ReadonlySet<string>;
}

export function createShapeRegistry(): ShapeRegistry {
  const shapes = new Map<string, Shape>();
  const pending: PendingShape[] = [];
  return {
    shapeOf(type, place) {
      const key = keyOf(type, place);
      const known = shapes.get(key);
      if (known !== undefined) return known;
      const fields = new Map<string, BoundField>();
      const producer = place.kind === 'row' ? place.operation.coordinate : type.name;
      const calls = new Map<string, RestField | JoinField>();
      const shape: Shape = { type: type.name, producer, fields, calls };
      shapes.set(key, shape);
      pending.push({ type, place, fields, calls });
      return shape;
    },
    next: () => pending.shift(),
    filledTypes: () => new Set([...shapes.values()].map((shape) => shape.type)),
  };
}

function keyOf(type: GraphQLObjectType, place: Place): string {
  if (place.kind === 'root') return `${type.name} ${place.root}`;
  const { operation, answer, node, sent } = place;
  const at = `${answer.place?.pointer ?? ''} ${schemaIdentity(node)}`;
  return `${type.name} ${operation.coordinate} ${at} ${sizeKey(place)} ${sent.signature}${entryKey(place)}`;
}

function sizeKey({ sized }: RowPlace): string {
  return [...sized].map(([field, { assumedSize }]) => `${field}<${assumedSize ?? '?'}`).join();
}

function entryKey({ entry }: RowPlace): string {
  return entry === undefined ? '' : ` in ${schemaIdentity(entry.map)}${entry.isOpen ? '?' : ''}`;
}
