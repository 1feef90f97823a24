import type { SchemaNode } from '#contract';
import { isOtherWay } from './other-way.ts';
import { namesUnder, schemaChildren } from './schema-children.ts';

/** By pointer: does a schema, or one that it is made of, differ between requests and answers? */
export interface Sensitivity {
  has(node: SchemaNode): boolean;
}

export function createSensitivity(): Sensitivity {
  const known = new Map<string, boolean>();
  return {
    has(node) {
      const before = known.get(node.pointer);
      if (before !== undefined) return before;
      const reached = new Map<string, SchemaNode>([[node.pointer, node]]);
      for (const one of reached.values()) {
        if (hasMark(one) || known.get(one.pointer) === true) {
          known.set(node.pointer, true);
          return true;
        }
        // Grows while it is read.
        for (const child of schemaChildren(one)) reached.set(child.pointer, child);
      }
      for (const pointer of reached.keys()) known.set(pointer, false);
      return false;
    },
  };
}

function hasMark(node: SchemaNode): boolean {
  return namesUnder(node, 'properties').some(
    (name) => isOtherWay(node, name, 'request') || isOtherWay(node, name, 'answer'),
  );
}
