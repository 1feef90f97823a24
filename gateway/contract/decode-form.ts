import type { SchemaNode } from './contract.ts';
import { formOf, memberSchema, parsedOrText, typedList, typedText } from './decode-text.ts';
import { itemsOf } from './schema-view.ts';

/** The texts that stand under one name, and what stands below it in brackets. */
interface FormNode {
  readonly texts: string[];
  readonly children: Map<string, FormNode>;
}

/** Deeper names are taken as they are written: forms of real services nest three or four levels. */
const MAX_DEPTH = 32;

/**
 * An `application/x-www-form-urlencoded` body as the value that its schema describes: names repeat for lists, or carry
 * brackets (`items[0][price]`), and objects without brackets are JSON (OpenAPI 3.1, 4.8.15.1.2).
 * @param loose takes texts of which the schema says nothing for the JSON that they look like
 */
export function decodeForm(schema: SchemaNode | undefined, text: string, loose: boolean): unknown {
  const root: FormNode = { texts: [], children: new Map() };
  for (const [name, value] of new URLSearchParams(text)) place(root, segmentsOf(name), value);
  return objectOf(schema, root, loose);
}

/** `items[0][price]` → `['items', '0', 'price']` */
function segmentsOf(name: string): readonly string[] {
  const [, head = name, brackets = ''] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name) ?? [];
  const inner = [...brackets.matchAll(/\[([^[\]]*)\]/g)].map(([, segment = '']) => segment);
  return inner.length > MAX_DEPTH ? [name] : [head, ...inner];
}

function place(node: FormNode, [segment, ...rest]: readonly string[], value: string): void {
  if (segment === undefined) {
    node.texts.push(value);
    return;
  }
  const child = node.children.get(segment) ?? { texts: [], children: new Map() };
  node.children.set(segment, child);
  place(child, rest, value);
}

function valueOf(schema: SchemaNode | undefined, node: FormNode, loose: boolean): unknown {
  const { texts, children } = node;
  if (children.size > 0)
    return isList(schema, children) ? listOf(schema, node, loose) : objectOf(schema, node, loose);
  const [text = '', ...others] = texts;
  const form = formOf(schema);
  if (form === 'list') return typedList(schema, texts);
  if (others.length > 0) return texts;
  if (form === 'object' || (loose && schema === undefined)) return parsedOrText(text);
  return typedText(schema, text);
}

/** Numbers in brackets are indices, unless they are the keys of a map. */
function isList(schema: SchemaNode | undefined, children: ReadonlyMap<string, FormNode>): boolean {
  return formOf(schema) !== 'object' && [...children.keys()].every((name) => /^\d*$/.test(name));
}

function listOf(schema: SchemaNode | undefined, { children }: FormNode, loose: boolean): readonly unknown[] {
  const items = schema && itemsOf(schema);
  const named = [...children].toSorted(([one], [other]) => Number(one) - Number(other));
  return named.flatMap(([name, child]) => {
    if (name === '' && child.children.size === 0)
      return child.texts.map((text) => valueOf(items, { texts: [text], children: new Map() }, loose));
    return [valueOf(items, child, loose)];
  });
}

function objectOf(schema: SchemaNode | undefined, { children }: FormNode, loose: boolean): unknown {
  // Not by assignment: `__proto__` may be among the names of a request.
  return Object.fromEntries(
    [...children].map(([name, child]) => [name, valueOf(memberSchema(schema, name), child, loose)]),
  );
}
