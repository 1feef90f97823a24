import type { BoundField, Shape } from './model.ts';
import type { RowPlace } from './place.ts';
import type { ShapeRegistry } from './shape-registry.ts';
import { shapesBelow } from './shapes-below.ts';

/** The operations in whose answers a type was seen at one place of a contract. */
export interface Producers {
  /** At most `MAX_PRODUCERS` coordinates, the place's own first. */
  readonly names: readonly string[];
  /** Are there more? */
  readonly hasMore: boolean;
}

/** More than anybody reads, and few enough to be passed on from type to type. */
const MAX_PRODUCERS = 10;

/**
 * Finds all operations that lead to the rows of a place: it is bound for the first of them, and what is found there holds
 * for all. Asked after everything was bound.
 */
export function createProducers(shapes: ShapeRegistry): (place: RowPlace) => Producers {
  let known: ReadonlyMap<Shape, ReadonlySet<string>> | undefined;
  return (place) => {
    const own = place.operation.coordinate;
    const shape = shapes.shapeAt(place);
    // No shape is made for the place of a call's own answer, which only this call leads to.
    if (shape === undefined) return { names: [own], hasMore: false };
    known ??= passOn(shapes.all());
    const all = known.get(shape) ?? new Set<string>();
    return { names: [...new Set([own, ...all])], hasMore: all.size >= MAX_PRODUCERS };
  };
}

/** Each shape passes its producers on to those that are read from the same row, until nothing is new. */
function passOn(shapes: readonly Shape[]): ReadonlyMap<Shape, ReadonlySet<string>> {
  const producers = new Map<Shape, Set<string>>();
  const changed = new Set<Shape>();
  const add = (shape: Shape, names: Iterable<string>): void => {
    const known = producers.get(shape) ?? new Set<string>();
    producers.set(shape, known);
    const before = known.size;
    for (const name of names) if (known.size < MAX_PRODUCERS) known.add(name);
    if (known.size > before) changed.add(shape);
  };
  for (const shape of shapes) {
    for (const field of shape.fields.values()) {
      const name = producerOf(shape, field);
      if (name !== undefined) for (const below of shapesBelow(field)) add(below.shape, [name]);
    }
  }
  // Grows while it is read.
  for (const shape of changed) {
    changed.delete(shape);
    for (const field of shape.fields.values()) {
      if (field.kind !== 'read') continue;
      for (const below of shapesBelow(field)) add(below.shape, producers.get(shape) ?? []);
    }
  }
  return producers;
}

/** The operation whose answer the field's value comes from; undefined where it is that of the row itself, or none. */
function producerOf(shape: Shape, field: BoundField): string | undefined {
  switch (field.kind) {
    case 'group':
    case 'next':
    case 'read':
      return undefined;
    case 'rest':
    case 'join':
      return field.call.operation.coordinate;
    case 'event':
      return field.webhook.coordinate;
    case 'resolver':
      return `the resolver of ${field.coordinate}`;
    case 'of':
      return shape.calls.get(field.call)?.call.operation.coordinate;
  }
}
