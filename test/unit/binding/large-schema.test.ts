import { expect, test } from '@jest/globals';
import { bindSchema, type Shape } from '#binding';
import { parseContract } from '#contract';
import { largeSchema } from '../../support/large-schema.ts';

/** How many shapes a schema is bound to whose types all lead to one another. */
function countShapes(types: number): number {
  const { sdl, contract } = largeSchema({ types });
  const contracts = [parseContract({ service: 'large', file: 'large.openapi.json', text: contract })];
  const { roots } = bindSchema({ client: 'web', sdl: { file: 'web.graphql', text: sdl }, contracts });
  const shapes = new Set<Shape>([roots.query]);
  // Grows while it is read.
  for (const shape of shapes) {
    for (const field of shape.fields.values()) {
      let value = 'value' in field ? field.value : undefined;
      while (value?.kind === 'list') value = value.item;
      if (value?.kind === 'object') shapes.add(value.shape);
    }
  }
  return shapes.size;
}

test('a type is bound once, however many operations lead to it', () => {
  expect([10, 20, 40].map(countShapes)).toEqual([11, 21, 41]);
});
