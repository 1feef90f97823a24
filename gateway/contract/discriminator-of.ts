import type { SchemaNode } from './contract.ts';
import { extendPointer, pointerOfReference } from './json-pointer.ts';
import { entriesUnder, ownMember } from './json-value.ts';

/** OpenAPI's Discriminator Object: a property whose value names the schema that a value satisfies. */
export interface Discriminator {
  readonly property: string;
  /** From a value of the property to the pointer of the schema that it means. */
  readonly mapping: ReadonlyMap<string, string>;
}

/** The discriminator that stands at this schema itself. */
export function discriminatorOf({ json }: SchemaNode): Discriminator | undefined {
  const discriminator = ownMember(json, 'discriminator');
  const property = ownMember(discriminator, 'propertyName');
  if (discriminator === undefined || typeof property !== 'string') return undefined;
  const mapping = entriesUnder(discriminator, 'mapping').flatMap(([value, target]) =>
    typeof target === 'string' ? [[value, pointerOfTarget(target)] as const] : [],
  );
  return { property, mapping: new Map(mapping) };
}

/** The values that mean a schema: those that are mapped to it, else its name among the components. */
export function tagsOf({ mapping }: Discriminator, schema: SchemaNode): readonly string[] {
  const mapped = [...mapping].filter(([, target]) => target === schema.pointer).map(([value]) => value);
  const name = componentNameOf(schema);
  return mapped.length > 0 || name === undefined ? mapped : [name];
}

/** `Planet`, for the schema at `/components/schemas/Planet`. */
export function componentNameOf({ pointer }: SchemaNode): string | undefined {
  const [, name] = /^\/components\/schemas\/([^/]+)$/.exec(pointer) ?? [];
  return name?.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** A mapping names a schema by a reference or by its name. */
function pointerOfTarget(target: string): string {
  const pointer = target.startsWith('#') ? pointerOfReference(target) : undefined;
  return pointer ?? extendPointer('/components/schemas', target);
}
