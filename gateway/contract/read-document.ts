import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Json, JsonObject, SourcePosition } from './contract.ts';
import { ContractError, type ContractProblem } from './contract-error.ts';
import { extendPointer, parsePointer } from './json-pointer.ts';
import { isJsonObject } from './json-value.ts';

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

/**
 * Reads YAML 1.2 or JSON.
 *
 * @throws ContractError naming every syntax error, duplicate key, alias bomb, and value that JSON cannot carry.
 */
export function readDocument(file: string, text: string, kind = 'OpenAPI document'): SourceDocument {
  const start = { file, line: 1, column: 1 };
  if (Buffer.byteLength(text) > MAX_CONTRACT_BYTES) {
    throw new ContractError([
      { message: 'The file is larger than 32 MB: split the service.', position: start },
    ]);
  }
  const { value, source } = readJson(file, text) ?? readYaml(file, text);
  const locate = (pointer: string): SourcePosition => source().locate(pointer);
  const problems: ContractProblem[] = [];
  const json = copyPlain(value, '', new Set(), (message, pointer) => {
    problems.push({ message, position: locate(pointer) });
  });
  if (problems.length > 0) throw new ContractError(problems);
  if (isJsonObject(json)) return { json, locate };
  throw new ContractError([{ message: `This is no ${kind}: its root must be an object.`, position: start }]);
}

interface Read {
  readonly value: unknown;
  /** Made on first use: only diagnostics need positions. */
  readonly source: () => YamlSource;
}

/** JSON.parse is some fifty times faster than a YAML parser, so that positions of JSON wait until one is wanted. */
function readJson(file: string, text: string): Read | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const duplicates = duplicateKeys(text);
  let made: YamlSource | undefined;
  const source = (): YamlSource => (made ??= new YamlSource(file, text));
  if (duplicates.length > 0) {
    const { lines } = source();
    throw new ContractError(
      duplicates.map(({ key, offset }) => ({
        message: `The key ${JSON.stringify(key)} stands twice in one object: keep one.`,
        position: positionAt(file, lines, offset),
      })),
    );
  }
  return { value, source };
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

function readYaml(file: string, text: string): Read {
  const source = new YamlSource(file, text);
  const mistakes = [...source.document.errors, ...source.document.warnings];
  if (mistakes.length > 0) {
    throw new ContractError(
      mistakes.map((mistake) => ({
        message: `${mistake.message.replace(/ at line \d[\s\S]*$/, '')}.`,
        position: positionAt(file, source.lines, mistake.pos[0]),
      })),
    );
  }
  try {
    return { value: source.document.toJS({ maxAliasCount: MAX_ALIASES }), source: () => source };
  } catch (error) {
    const message = error instanceof Error ? error.message : 'The document cannot be read';
    throw new ContractError([{ message: `${message}.`, position: { file, line: 1, column: 1 } }]);
  }
}

class YamlSource {
  readonly file: string;
  readonly lines = new LineCounter();
  readonly document: Document.Parsed;

  constructor(file: string, text: string) {
    this.file = file;
    // A `%YAML 1.1` directive must not bring back merge keys, timestamps or `yes` as true: contracts are JSON.
    this.document = parseDocument(text, {
      schema: 'core',
      merge: false,
      resolveKnownTags: false,
      stringKeys: true,
      prettyErrors: false,
      // 'silent' would also pass over a second document in the file.
      logLevel: 'error',
      lineCounter: this.lines,
    });
  }

  locate(pointer: string): SourcePosition {
    let node: Node | null | undefined = this.document.contents;
    let offset = node?.range?.[0] ?? 0;
    for (const segment of parsePointer(pointer)) {
      const step = this.#step(node, segment);
      if (step === undefined) break;
      offset = step.offset ?? offset;
      node = step.node;
    }
    return positionAt(this.file, this.lines, offset);
  }

  #step(
    node: Node | null | undefined,
    segment: string,
  ): { node: Node | null; offset: number | undefined } | undefined {
    const target = isAlias(node) ? node.resolve(this.document) : node;
    if (isMap<Node, Node | null>(target)) {
      const pair = target.items.find(({ key }) => isScalar(key) && String(key.value) === segment);
      return pair && { node: pair.value, offset: pair.key.range?.[0] };
    }
    const item = isSeq<Node>(target) ? target.items[Number(segment)] : undefined;
    return item && { node: item, offset: item.range?.[0] };
  }
}

function positionAt(file: string, lines: LineCounter, offset: number): SourcePosition {
  const { line, col } = lines.linePos(offset);
  return { file, line: Math.max(1, line), column: Math.max(1, col) };
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
