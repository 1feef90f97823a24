import { type DocumentNode, type FieldNode, visit } from 'graphql';
import { refuseAbove } from './document-limits.ts';
import type { GateLimits } from './limits.ts';

/**
 * The limits that count what is written, not what it comes to: how often one response name stands in the text, and
 * how deep values and types nest. Both bound what validation may spend on a document before refusing it.
 * @throws GatewayError DOCUMENT_LIMIT_EXCEEDED
 */
export function checkTextLimits(document: DocumentNode, limits: GateLimits): void {
  const repeats = new Map<string, number>();
  let depth = 0;
  const nesting = {
    enter: () => refuseAbove('maxValueDepth', ++depth, limits),
    leave: () => {
      depth -= 1;
    },
  };
  visit(document, {
    Field: {
      enter(field: FieldNode) {
        const name = (field.alias ?? field.name).value;
        const written = (repeats.get(name) ?? 0) + 1;
        refuseAbove('maxRepeats', written, limits);
        repeats.set(name, written);
      },
    },
    ListValue: nesting,
    ObjectValue: nesting,
    ListType: nesting,
  });
}
