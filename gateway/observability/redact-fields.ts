import { serializeError } from './serialize-error.ts';

/**
 * What may stand in a log line. Two nets, since each has holes: names that mean a secret, and texts that look
 * like one. Control characters are made visible, so that no input can forge a line or repaint a terminal.
 */
const SECRET_NAME =
  /^(set-)?cookies?$|authorization|credential|password|passphrase|secret|token|api-?key|session-?id|^(nonce|code_verifier)$/i;
/** `viewerTokenPresent: true` tells nothing; a number or a flag under a secret's name stays. */
const SECRET_TEXT =
  /\b(bearer|basic|dpop)\s+[\w.~+/=-]{8,}|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|(?<=:\/\/)[^\s/@:]+:[^\s/@]+(?=@)/gi;
/** C0, DEL, C1, line and paragraph separators, and what turns the direction of writing. */
// oxlint-disable-next-line no-control-regex -- finding control characters is the point
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

const REDACTED = '[redacted]';
/** Deeper objects are cut: a log line is flat, whatever was handed in. */
const MAX_DEPTH = 8;
const MAX_ITEMS = 100;
const MAX_TEXT = 4_096;
const MAX_STACK = 16_384;

export function redactFields(fields: object): Record<string, unknown> {
  return redactObject(fields, 0);
}

function redactObject(fields: object, depth: number): Record<string, unknown> {
  const clean: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields).slice(0, MAX_ITEMS)) {
    clean[name] = isSecret(name, value) ? REDACTED : redactValue(name, value, depth);
  }
  return clean;
}

function isSecret(name: string, value: unknown): boolean {
  return (typeof value === 'string' || typeof value === 'object') && value !== null && SECRET_NAME.test(name);
}

function redactValue(name: string, value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value, name === 'stack');
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '[deeper]';
  if (Error.isError(value)) return redactObject(serializeError(value), depth + 1);
  if (value instanceof Date) return Number.isNaN(value.valueOf()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value) || value instanceof Set) {
    return [...value].slice(0, MAX_ITEMS).map((item) => redactValue(name, item, depth + 1));
  }
  return redactObject(value instanceof Map ? Object.fromEntries(value) : value, depth + 1);
}

/** A stack keeps its line breaks, which JSON escapes; they are the runtime's, except in its first line. */
function redactText(text: string, isStack: boolean): string {
  const cut = text.slice(0, isStack ? MAX_STACK : MAX_TEXT).replace(SECRET_TEXT, REDACTED);
  return cut.replace(CONTROL, (character) =>
    isStack && character === '\n' ? character : visible(character),
  );
}

function visible(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
