import type { BoundSchema, ResolverField, Shape } from './model.ts';
import { shapesBelow } from './shapes-below.ts';

/** Every field marked `@resolver` that some field leads to, once for each producer of its rows. */
export function resolverFields({ roots }: Pick<BoundSchema, 'roots'>): readonly ResolverField[] {
  const shapes = new Set<Shape>();
  for (const root of [roots.query, roots.mutation, roots.subscription])
    if (root !== undefined) shapes.add(root);
  const found: ResolverField[] = [];
  // Grows while it is read.
  for (const shape of shapes) {
    for (const field of [...shape.fields.values(), ...shape.calls.values()]) {
      if (field.kind === 'resolver') found.push(field);
      for (const below of shapesBelow(field)) shapes.add(below.shape);
    }
  }
  return found;
}
