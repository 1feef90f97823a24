import type { GraphQLSchema } from 'graphql';
import { isObjectType } from 'graphql';
import { directiveOn } from './directives.ts';
import type { Findings } from './findings.ts';
import type { BoundField, BoundValue, Shape } from './model.ts';
import { shapesOf } from './shapes-below.ts';

/** The objects of one shape: the only one in the answer of its call, or one of many. */
interface Met {
  readonly shape: Shape;
  readonly isOneOfMany: boolean;
}

/** A parameter turns all pages in the answer of a call at once, so that there can be only one of them. */
export function checkPages(schema: GraphQLSchema, roots: readonly Shape[], findings: Findings): void {
  const seen = { true: new Set<Shape>(), false: new Set<Shape>() };
  const queue: Met[] = roots.map((shape) => ({ shape, isOneOfMany: false }));
  // Grows while it is read.
  for (const met of queue) {
    const known = seen[`${met.isOneOfMany}`];
    if (known.has(met.shape)) continue;
    known.add(met.shape);
    for (const [name, field] of met.shape.fields) {
      if (field.kind === 'next' && met.isOneOfMany) reportMany(schema, met.shape, name, findings);
      queue.push(...metBelow(met, field));
    }
  }
}

function metBelow({ shape, isOneOfMany }: Met, field: BoundField): readonly Met[] {
  switch (field.kind) {
    case 'next':
      return [];
    case 'group':
      return [{ shape: field.shape, isOneOfMany: false }];
    case 'read':
      return metIn(field.value, isOneOfMany);
    case 'rest':
      return [field.value, ...[...field.outcomes.values()].map((outcome) => outcome.value)].flatMap((value) =>
        metIn(value, false),
      );
    case 'event':
      return metIn(field.value, false);
    case 'of':
      return metIn(field.value, shape.calls.get(field.call)?.kind === 'join');
    case 'join':
    case 'resolver':
      // Even a single value came together with those of other parents.
      return metIn(field.value, true);
  }
}

function metIn(value: BoundValue, isOneOfMany: boolean): readonly Met[] {
  return shapesOf(value, isOneOfMany).map(({ shape, isList }) => ({ shape, isOneOfMany: isList }));
}

function reportMany(
  schema: GraphQLSchema,
  { type, producer }: Shape,
  name: string,
  findings: Findings,
): void {
  const object = schema.getType(type);
  const field = isObjectType(object) ? object.getFields()[name] : undefined;
  findings.report({
    code: 'GH143',
    node: field && directiveOn(field, 'next'),
    message: `${type}.${name} is the cursor of one page among many: one call of ${producer} gives all of them, and the parameter would turn them together`,
    fix: 'give each page a call of its own (@rest with fanout), or remove the field',
  });
}
