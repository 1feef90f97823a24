import { type BoundSchema, type Shape, shapesBelow } from '../binding/index.ts';

/** By operation, the statuses whose answers some field of the schema takes for a result. */
export function resultStatuses({ roots }: BoundSchema): ReadonlyMap<string, ReadonlySet<number>> {
  const statuses = new Map<string, Set<number>>();
  const shapes = new Set<Shape>(
    [roots.query, roots.mutation, roots.subscription].filter((shape) => shape !== undefined),
  );
  // Grows while it is read.
  for (const shape of shapes) {
    for (const field of shape.fields.values()) {
      for (const below of shapesBelow(field)) shapes.add(below.shape);
      if (field.kind !== 'rest' || field.outcomes.size === 0) continue;
      const { coordinate } = field.call.operation;
      statuses.set(coordinate, new Set([...(statuses.get(coordinate) ?? []), ...field.outcomes.keys()]));
    }
  }
  return statuses;
}
