import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import type { SourcePosition } from './contract.ts';
import { parsePointer } from './json-pointer.ts';

/** Text as the YAML library sees it, which knows where everything stands. */
export class YamlSource {
  readonly file: string;
  readonly lines = new LineCounter();
  readonly document: Document.Parsed;

  constructor(file: string, text: string, { merge = false }: { readonly merge?: boolean } = {}) {
    this.file = file;
    // A `%YAML 1.1` directive must not bring back merge keys, timestamps or `yes` as true: contracts are JSON.
    this.document = parseDocument(text, {
      schema: 'core',
      merge,
      resolveKnownTags: false,
      stringKeys: true,
      // The library compares each key with each: half of the time of a large document.
      uniqueKeys: false,
      prettyErrors: false,
      // 'silent' would also pass over a second document in the file.
      logLevel: 'error',
      lineCounter: this.lines,
    });
  }

  /** Keys that stand in one map more than once: all but the first. */
  duplicates(): readonly { readonly key: string; readonly offset: number }[] {
    const found: { key: string; offset: number }[] = [];
    visit(this.document, {
      Map(_, { items }) {
        const seen = new Set<string>();
        for (const { key } of items) {
          const name = isScalar(key) ? String(key.value) : undefined;
          if (name === undefined || !isScalar(key)) continue;
          if (seen.has(name) && name !== '<<') found.push({ key: name, offset: key.range?.[0] ?? 0 });
          seen.add(name);
        }
      },
    });
    return found;
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

export function positionAt(file: string, lines: LineCounter, offset: number): SourcePosition {
  const { line, col } = lines.linePos(offset);
  return { file, line: Math.max(1, line), column: Math.max(1, col) };
}
