import type { ASTNode } from 'graphql';
import type { SchemaNode } from '../contract/index.ts';
import { propertiesOf } from '../contract/index.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt } from './binding-scope.ts';
import { nameSchema } from './describe-schema.ts';

/** One value that goes into an object of the contract. */
export interface ReachedValue {
  /** In the contract's names, from the object down. */
  readonly path: readonly string[];
  readonly text: string;
  /** False where it may be absent. */
  readonly certain: boolean;
  readonly node: ASTNode | undefined;
}

export interface Writer {
  readonly site: FieldSite;
  /** What is written, as a person calls it. */
  readonly text: string;
  readonly node: ASTNode | undefined;
}

/** Reports the properties that an object of the contract demands and that no value, or only an optional one, reaches. */
export function reportUnreached(writer: Writer, object: SchemaNode, reached: readonly ReachedValue[]): void {
  const byProperty = Map.groupBy(reached, ({ path }) => path[0] ?? '');
  for (const [name, { node, required }] of propertiesOf(object)) {
    const values = byProperty.get(name);
    if (values === undefined) {
      if (required && !isReadOnly(node)) reportMissing(writer, name, object);
      continue;
    }
    const below = values.filter(({ path }) => path.length > 1);
    if (below.length > 0)
      reportUnreached(
        writer,
        node,
        below.map((value) => ({ ...value, path: value.path.slice(1) })),
      );
    else if (required) reportUncertain(writer, name, values, object);
  }
}

/** Reports values that go to the same place, or one into the middle of another. */
export function reportTwice({ site, node }: Writer, reached: readonly ReachedValue[]): void {
  const sorted = reached.toSorted((one, other) => one.path.length - other.path.length);
  for (const [index, value] of sorted.entries()) {
    const before = sorted
      .slice(0, index)
      .find(({ path }) => path.every((name, depth) => value.path[depth] === name));
    if (before === undefined) continue;
    reportAt(site, {
      code: 'GH016',
      node: value.node ?? node,
      message: `${before.text} and ${value.text} both go to \`${before.path.join('.')}\``,
      fix: 'remove one of them',
    });
  }
}

/** OpenAPI: a property that is `readOnly` and required is required in answers only. */
function isReadOnly({ json }: SchemaNode): boolean {
  return typeof json === 'object' && json['readOnly'] === true;
}

function reportMissing({ site, text, node }: Writer, name: string, place: SchemaNode): void {
  reportAt(site, {
    code: 'GH021',
    node,
    message: `${text} does not reach \`${name}\`, which ${nameSchema(place)} requires`,
    fix: `add a value for \`${name}\``,
    place,
  });
}

function reportUncertain(
  { site }: Writer,
  name: string,
  values: readonly ReachedValue[],
  place: SchemaNode,
): void {
  const [first] = values;
  if (first === undefined || values.some(({ certain }) => certain)) return;
  reportAt(site, {
    code: 'GH021',
    node: first.node,
    message: `${first.text} may be absent, but ${nameSchema(place)} requires \`${name}\``,
    fix: 'make it non-null, or give it a default',
    place,
  });
}
