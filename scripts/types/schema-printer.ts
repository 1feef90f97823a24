import type { Contract, SchemaNode } from '#contract';
import type { Way } from './other-way.ts';
import { presentSchema } from './present-schema.ts';
import { createSensitivity } from './sensitivity.ts';
import { createTypeNames } from './type-names.ts';
import { named, type TypeText, UNKNOWN } from './type-text.ts';

/** Prints the schemas of one contract as TypeScript. */
export interface SchemaPrinter {
  /** @param scope stands in front of names: `catalog.` where the contract's types are imported under that name */
  print(node: SchemaNode | undefined, way: Way, scope?: string): TypeText;
  /** Every schema that a printed one refers to, however indirectly, in the order in which they were met. */
  declarations(): readonly Declaration[];
}

export interface Declaration {
  readonly name: string;
  readonly type: TypeText;
}

const COMPONENT = /^\/components\/schemas\/[^/]+$/;

/** @param reserved names that no schema may have */
export function createSchemaPrinter(contract: Contract, reserved: readonly string[]): SchemaPrinter {
  const names = createTypeNames(contract, reserved);
  const sensitivity = createSensitivity();
  const referred = new Map<string, { readonly node: SchemaNode; readonly way: Way }>();

  function refer(node: SchemaNode, way: Way, scope: string): TypeText {
    const suffix = way === 'request' && sensitivity.has(node) ? 'Request' : '';
    const name = names.of(node.pointer, suffix);
    if (!referred.has(name)) referred.set(name, { node, way });
    return named(`${scope}${name}`);
  }
  const present = (node: SchemaNode, way: Way, scope: string) =>
    presentSchema(node, { way, refer: (other) => refer(other, way, scope) });

  return {
    print(node, way, scope = '') {
      if (node === undefined) return UNKNOWN;
      return COMPONENT.test(node.pointer) && typeof node.json !== 'boolean'
        ? refer(node, way, scope)
        : present(node, way, scope);
    },
    declarations() {
      const declarations: Declaration[] = [];
      // Grows while it is read.
      for (const [name, { node, way }] of referred) declarations.push({ name, type: present(node, way, '') });
      return declarations;
    },
  };
}
