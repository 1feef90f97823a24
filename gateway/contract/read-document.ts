import type { Json, JsonObject, SourcePosition } from './contract.ts';
import { ContractError, type ContractProblem } from './contract-error.ts';
import { extendPointer } from './json-pointer.ts';
import { JsonSource } from './json-source.ts';
import { isJsonObject } from './json-value.ts';
import { positionAt, YamlSource } from './yaml-source.ts';

/** Published text as JSON, and the way back to its lines. */
export interface SourceDocument {
  readonly json: JsonObject;
  /** Where the key (in an array: the item) at this pointer stands; the nearest parent's where there is none. */
  readonly locate: (pointer: string) => SourcePosition;
}

export const MAX_CONTRACT_BYTES = 32 * 1024 * 1024;
const MAX_DEPTH = 256;
/** Expansions of anchors beyond which a document is taken for an attack ("billion laughs"). */
const MAX_ALIASES = 100;
const MAX_TOLERATED_ALIASES = 10_000;

export interface ReadOptions {
  /** What it is called in messages. */
  readonly kind?: string;
  /** Larger texts are refused; 32 MB when left out. */
  readonly maxBytes?: number;
  /**
   * Told what is wrong without making the text unreadable (a key that stands twice, NaN, a merge key of YAML 1.1);
   * where it is left out such a text is refused.
   */
  readonly onMistake?: (problem: ContractProblem) => void;
}

/**
 * Reads YAML 1.2 or JSON.
 *
 * @throws ContractError naming every syntax error, duplicate key, alias bomb, and value that JSON cannot carry.
 */
export function readDocument(
  file: string,
  text: string,
  { kind = 'OpenAPI document', maxBytes = MAX_CONTRACT_BYTES, onMistake }: ReadOptions = {},
): SourceDocument {
  const start = { file, line: 1, column: 1 };
  if (Buffer.byteLength(text) > maxBytes) {
    const message = `The file is larger than ${maxBytes / 1024 / 1024} MB: split the service.`;
    throw new ContractError([{ message, position: start }]);
  }
  const problems: ContractProblem[] = [];
  const tell = onMistake ?? ((problem: ContractProblem) => void problems.push(problem));
  const isTolerant = onMistake !== undefined;
  const { value, locate } = readJson(file, text, tell) ?? readYaml(file, text, isTolerant, tell);
  const json = copyPlain(value, '', new Set(), (message, pointer) => {
    tell({ message, position: locate(pointer) });
  });
  if (problems.length > 0) throw new ContractError(problems);
  if (isJsonObject(json)) return { json, locate };
  throw new ContractError([{ message: `This is no ${kind}: its root must be an object.`, position: start }]);
}

type Tell = (problem: ContractProblem) => void;

interface Read {
  readonly value: unknown;
  readonly locate: SourceDocument['locate'];
}

/** JSON.parse is some fifty times faster than a YAML parser. */
function readJson(file: string, text: string, tell: Tell): Read | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const source = new JsonSource(file, text);
  const duplicates = duplicateKeys(text);
  for (const { key, offset } of duplicates) {
    tell({ message: duplicateKey(key), position: source.positionAt(offset) });
  }
  return { value, locate: (pointer) => source.locate(pointer) };
}

function duplicateKey(key: string): string {
  return `The key ${JSON.stringify(key)} stands twice in one object: keep one.`;
}

/** `text` must be valid JSON: only then are these tokens all that matters. JSON.parse keeps the last of two keys silently. */
function duplicateKeys(text: string): readonly { readonly key: string; readonly offset: number }[] {
  const found: { key: string; offset: number }[] = [];
  const scopes: Set<string>[] = [];
  for (const { 0: token, 1: colon, index } of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}]/g)) {
    if (token === '{') scopes.push(new Set());
    else if (token === '}') scopes.pop();
    else if (colon !== undefined) {
      const key = String(JSON.parse(token.slice(0, -colon.length)));
      const scope = scopes.at(-1);
      if (scope?.has(key) === true) found.push({ key, offset: index });
      scope?.add(key);
    }
  }
  return found;
}

const MAX_SYNTAX_ERRORS = 5;

function readYaml(file: string, text: string, isTolerant: boolean, tell: Tell): Read {
  const source = new YamlSource(file, text, { merge: isTolerant });
  const { errors, warnings } = source.document;
  const told = (mistake: { readonly message: string; readonly pos: readonly [number, number] }) => ({
    message: `${mistake.message.replace(/ at line \d[\s\S]*$/, '')}.`,
    position: positionAt(file, source.lines, mistake.pos[0]),
  });
  // One slip makes a parser stumble over the rest of the file: what follows the first few is noise.
  if (errors.length > 0) throw new ContractError(errors.slice(0, MAX_SYNTAX_ERRORS).map(told));
  for (const warning of warnings) tell(told(warning));
  for (const { key, offset } of source.duplicates()) {
    tell({ message: duplicateKey(key), position: positionAt(file, source.lines, offset) });
  }
  try {
    const maxAliasCount = isTolerant ? MAX_TOLERATED_ALIASES : MAX_ALIASES;
    return { value: source.document.toJS({ maxAliasCount }), locate: (pointer) => source.locate(pointer) };
  } catch (error) {
    const message = error instanceof Error ? error.message : 'The document cannot be read';
    throw new ContractError([{ message: `${message}.`, position: { file, line: 1, column: 1 } }]);
  }
}

type Complain = (message: string, pointer: string) => void;

/** A tree of its own: YAML aliases share (and may even contain) their targets, and what is shared must not be rewritten. */
function copyPlain(value: unknown, pointer: string, above: Set<unknown>, complain: Complain): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value !== 'object') {
    complain('JSON has no such value: write a finite number, or text.', pointer);
    return null;
  }
  if (above.has(value) || above.size >= MAX_DEPTH) {
    complain(`This is nested without end, or deeper than ${MAX_DEPTH} levels.`, pointer);
    return null;
  }
  above.add(value);
  const copy = Array.isArray(value)
    ? value.map((item, index) => copyPlain(item, `${pointer}/${index}`, above, complain))
    : copyObject(value, pointer, above, complain);
  above.delete(value);
  return copy;
}

function copyObject(value: object, pointer: string, above: Set<unknown>, complain: Complain): JsonObject {
  const copy: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    const place = extendPointer(pointer, key);
    // Assigning it would set the prototype of every copy that anyone makes later.
    if (key === '__proto__') complain('The name __proto__ cannot be carried safely: choose another.', place);
    else if (key === '<<') complain('Merge keys (<<) are not YAML 1.2: repeat the keys, or use $ref.', place);
    else copy[key] = copyPlain(item, place, above, complain);
  }
  return copy;
}
