import { type DiagnosticEntry, error } from './diagnostic-entry.ts';

/** What can be said about overlays, while contracts are read. */
export const OVERLAY_DIAGNOSTICS = {
  GH150: error(
    'Overlay matches nothing',
    'The target of an action selects nothing in the contract, or there is no contract for the overlay.',
  ),
  GH151: error('Not an overlay', 'The file is no OpenAPI Overlay 1.0 document for the contract of its name.'),
  GH152: error(
    'Overlay action cannot be done',
    'The target is no JSONPath (RFC 9535) to objects or lists, or the update does not fit what is there.',
  ),
} as const satisfies Readonly<Record<string, DiagnosticEntry>>;
