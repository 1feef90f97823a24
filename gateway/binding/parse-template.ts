import type {
  ASTNode,
  BooleanValueNode,
  ConstObjectFieldNode,
  ConstValueNode,
  FloatValueNode,
  IntValueNode,
  NullValueNode,
} from 'graphql';
import { Kind } from 'graphql';
import type { Json } from '../contract/index.ts';
import type { PathSegment } from './parse-path.ts';
import { parseSegments } from './parse-path.ts';

/** A template as written, with the nodes that diagnostics point at. */
export type ParsedTemplate = ParsedConstant | ParsedSource | ParsedObject | ParsedList;

export interface ParsedConstant {
  readonly kind: 'constant';
  readonly value: Json;
  readonly node: ASTNode;
}

export interface ParsedSource {
  readonly kind: 'source';
  readonly root: 'args' | 'parent' | 'key' | 'item' | 'call' | 'viewer' | 'config';
  /** At least one segment, but for `$key` and `$item`. */
  readonly path: readonly PathSegment[];
  readonly text: string;
  readonly node: ASTNode;
}

export interface ParsedObject {
  readonly kind: 'object';
  readonly entries: readonly ParsedEntry[];
  readonly node: ConstValueNode;
}

export interface ParsedEntry {
  readonly name: string;
  readonly value: ParsedTemplate;
  readonly node: ConstObjectFieldNode;
}

export interface ParsedList {
  readonly kind: 'list';
  readonly items: readonly ParsedTemplate[];
  readonly node: ConstValueNode;
}

export interface TemplateProblem {
  /** `source`: starts with `$` but names no source. `literal`: not a literal that JSON has. */
  readonly kind: 'source' | 'literal';
  readonly text: string;
  readonly node: ConstValueNode;
}

/**
 * Reads the one grammar of `args`, `body`, `on` and `match`: a string that starts with `$` is a source, every
 * other literal is the constant it looks like; `$$x` is the constant `$x`. Every problem is passed to `report`.
 */
export function parseTemplate(
  node: ConstValueNode,
  report: (problem: TemplateProblem) => void,
): ParsedTemplate | undefined {
  if (node.kind === Kind.STRING) return parseText(node.value, node, report);
  if (node.kind === Kind.LIST) return parseList(node.values, node, report);
  if (node.kind === Kind.OBJECT) return parseObject(node.fields, node, report);
  if (node.kind !== Kind.ENUM) return { kind: 'constant', value: constantOf(node), node };
  report({ kind: 'literal', text: node.value, node });
  return undefined;
}

function constantOf(node: IntValueNode | FloatValueNode | BooleanValueNode | NullValueNode): Json {
  if (node.kind === Kind.NULL) return null;
  return node.kind === Kind.BOOLEAN ? node.value : Number(node.value);
}

function parseText(
  text: string,
  node: ConstValueNode,
  report: (problem: TemplateProblem) => void,
): ParsedTemplate | undefined {
  if (!text.startsWith('$')) return { kind: 'constant', value: text, node };
  if (text.startsWith('$$')) return { kind: 'constant', value: text.slice(1), node };
  const [root = '', ...rest] = text.slice(1).split('.');
  const path = parseSegments(rest);
  if (isRoot(root) && path !== undefined && takesPath(root, path))
    return { kind: 'source', root, path, text, node };
  report({ kind: 'source', text, node });
  return undefined;
}

const ROOTS: ReadonlySet<string> = new Set(['args', 'parent', 'key', 'item', 'call', 'viewer', 'config']);

function takesPath(root: ParsedSource['root'], path: readonly PathSegment[]): boolean {
  if (root === 'item') return true;
  return root === 'key' ? path.length === 0 : path.length > 0;
}

function isRoot(text: string): text is ParsedSource['root'] {
  return ROOTS.has(text);
}

function parseList(
  values: readonly ConstValueNode[],
  node: ConstValueNode,
  report: (problem: TemplateProblem) => void,
): ParsedList | undefined {
  const items = values.map((value) => parseTemplate(value, report));
  const complete = items.filter((item) => item !== undefined);
  return complete.length === items.length ? { kind: 'list', items: complete, node } : undefined;
}

function parseObject(
  fields: readonly ConstObjectFieldNode[],
  node: ConstValueNode,
  report: (problem: TemplateProblem) => void,
): ParsedObject | undefined {
  const entries = fields.map((field) => {
    const value = parseTemplate(field.value, report);
    return value === undefined ? undefined : { name: field.name.value, value, node: field };
  });
  const complete = entries.filter((entry) => entry !== undefined);
  return complete.length === entries.length ? { kind: 'object', entries: complete, node } : undefined;
}
