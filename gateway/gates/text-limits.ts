import { type DocumentNode, type FieldNode, visit } from 'graphql';
import type { DocumentLimits } from '../options.ts';
import { refuseAbove } from './document-limits.ts';

/** Validation compares everything of one name in pairs; this is how many names may be written `maxRepeats` times. */
const NAMES_AT_LIMIT = 3;

/** All spreads count as one name: validation compares every fragment with every other. */
const ANY_SPREAD = '...';

/**
 * The limits that count what is written, not what it comes to: how often one response name stands in the text, how
 * many pairs of equal names that makes in all, and how deep values and types nest. Both bound what validation may spend on a document before refusing it.
 * @throws GatewayError DOCUMENT_LIMIT_EXCEEDED
 */
export function checkTextLimits(document: DocumentNode, limits: DocumentLimits): void {
  const repeats = new Map<string, number>();
  let pairs = 0;
  let depth = 0;
  const count = (name: string) => {
    const written = (repeats.get(name) ?? 0) + 1;
    refuseAbove('maxRepeats', written, limits);
    repeats.set(name, written);
    pairs += written;
    refuseAbove('maxRepeats', Math.sqrt((2 * pairs) / NAMES_AT_LIMIT), limits);
  };
  const nesting = {
    enter: () => refuseAbove('maxValueDepth', ++depth, limits),
    leave: () => {
      depth -= 1;
    },
  };
  visit(document, {
    Field: { enter: (field: FieldNode) => count((field.alias ?? field.name).value) },
    FragmentSpread: { enter: () => count(ANY_SPREAD) },
    ListValue: nesting,
    ObjectValue: nesting,
    ListType: nesting,
  });
}
