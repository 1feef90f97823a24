import type { BoundField, BoundValue, Shape } from './model.ts';

/** A shape that the values of a field may have. */
export interface ShapeBelow {
  readonly shape: Shape;
  /** True where one field has many such values. */
  readonly isList: boolean;
}

/** Every shape that a field leads to: one, several where its type is a union or an interface, or none. */
export function shapesBelow(field: BoundField): readonly ShapeBelow[] {
  switch (field.kind) {
    case 'group':
      return [{ shape: field.shape, isList: false }];
    case 'next':
    case 'of':
    case 'read':
    case 'event':
    case 'resolver':
      return shapesOf(field.value);
    case 'rest':
      return [field.value, ...[...field.outcomes.values()].map((outcome) => outcome.value)].flatMap((value) =>
        shapesOf(value),
      );
    case 'join':
      return shapesOf(field.value, field.rows !== 'one');
  }
}

/** The shapes of a value; `isList` where it is one of many. */
export function shapesOf(value: BoundValue, isList = false): readonly ShapeBelow[] {
  switch (value.kind) {
    case 'leaf':
    case 'success':
      return [];
    case 'object':
      return [{ shape: value.shape, isList }];
    case 'list':
    case 'map':
      return shapesOf(value.item, true);
    case 'variants':
      return value.members.map(({ shape }) => ({ shape, isList }));
  }
}
