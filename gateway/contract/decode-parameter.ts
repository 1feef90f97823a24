import type { Parameter, SchemaNode } from './contract.ts';
import {
  alternating,
  assignment,
  formOf,
  memberSchema,
  parsedOrText,
  percentDecode,
  typedList,
  typedObject,
  typedText,
} from './decode-text.ts';
import { additionalPropertiesOf, propertiesOf } from './schema-view.ts';

/** A `name=value` of a query or a cookie: the name decoded, the value not yet, since its delimiters count. */
export interface RawPair {
  readonly name: string;
  readonly raw: string;
}

export interface DecodedPairs {
  /** Undefined when the parameter is absent. */
  readonly value: unknown;
  /** Names that belong to this parameter. */
  readonly claimed: readonly string[];
}

/** Deeper names are unknown ones: the URL of a request may hold thousands of brackets. */
const MAX_DEPTH = 32;

type Split = (raw: string) => readonly string[];

/** @param raw the text that stands in the template's place, still percent-encoded. */
export function decodePathParameter({ name, style, explode, schema }: Parameter, raw: string): unknown {
  if (style === 'content') return parsedOrText(percentDecode(raw));
  if (style === 'matrix') return decodeMatrix(name, explode, schema, raw);
  const text = style === 'label' ? raw.replace(/^\./, '') : raw;
  const separator = style === 'label' && explode ? '.' : ',';
  return decodeJoined(schema, text, explode, (joined) => joined.split(separator));
}

export function decodeHeaderParameter({ style, explode, schema }: Parameter, raw: string): unknown {
  if (style === 'content') return parsedOrText(raw);
  return decodeJoined(
    schema,
    raw,
    explode,
    (joined) => joined.split(',').map((item) => item.trim()),
    (text) => text,
  );
}

/** @param declared names of all parameters in the same place: an exploded object does not take theirs. */
export function decodePairs(
  parameter: Parameter,
  pairs: readonly RawPair[],
  declared: ReadonlySet<string>,
): DecodedPairs {
  const { name, style, explode, schema } = parameter;
  const members = style === 'deepObject' ? pairs.filter((pair) => isMemberOf(name, pair)) : [];
  if (members.length > 0) return decodeDeep(name, schema, members);
  const isDelimited = style !== 'content' && style !== 'deepObject';
  if (isDelimited && explode && formOf(schema) === 'object') {
    return decodeExploded(parameter, pairs, declared);
  }
  const own = pairs.filter((pair) => pair.name === name).map(({ raw }) => raw);
  return own.length === 0
    ? { value: undefined, claimed: [] }
    : { value: decodeOwn(parameter, own), claimed: [name] };
}

function decodeOwn({ style, explode, schema }: Parameter, own: readonly string[]): unknown {
  const [first = '', ...others] = own;
  if (style === 'content') return parsedOrText(percentDecode(first));
  if (explode || others.length > 0 || style === 'deepObject') return decodeRepeated(schema, own);
  return decodeJoined(schema, first, false, splitterOf(style));
}

function splitterOf(style: Parameter['style']): Split {
  if (style === 'spaceDelimited') return (raw) => raw.split(/%20| /);
  if (style === 'pipeDelimited') return (raw) => raw.split(/%7C|\|/i);
  return (raw) => raw.split(',');
}

function decodeJoined(
  schema: SchemaNode | undefined,
  raw: string,
  explode: boolean,
  split: Split,
  decode: (text: string) => string = percentDecode,
): unknown {
  const form = formOf(schema);
  if (form === 'scalar') return typedText(schema, decode(raw));
  const items = split(raw);
  if (form === 'list') return typedList(schema, items.map(decode));
  return decodeEntries(schema, explode ? items.map(assignment) : alternating(items), decode);
}

function decodeMatrix(name: string, explode: boolean, schema: SchemaNode | undefined, raw: string): unknown {
  const pairs = raw.replace(/^;/, '').split(';').map(assignment);
  const own = pairs.filter(([key]) => percentDecode(key) === name).map(([, text]) => text);
  if (explode && formOf(schema) === 'object') return decodeEntries(schema, pairs, percentDecode);
  if (explode) return decodeRepeated(schema, own);
  return decodeJoined(schema, own[0] ?? '', false, (joined) => joined.split(','));
}

/** Repeated names are a list even where the schema wants none: then validation says so. */
function decodeRepeated(schema: SchemaNode | undefined, raw: readonly string[]): unknown {
  const texts = raw.map(percentDecode);
  const [only] = texts;
  if (only !== undefined && texts.length === 1 && formOf(schema) !== 'list') return typedText(schema, only);
  return typedList(schema, texts);
}

function decodeEntries(
  schema: SchemaNode | undefined,
  entries: readonly (readonly [string, string])[],
  decode: (text: string) => string,
): unknown {
  return typedObject(
    schema,
    entries.map(([name, text]) => [decode(name), decode(text)] as const),
  );
}

/** An exploded object's own name is nowhere: its members stand among the other parameters. */
function decodeExploded(
  parameter: Parameter,
  pairs: readonly RawPair[],
  declared: ReadonlySet<string>,
): DecodedPairs {
  const { schema } = parameter;
  const members = schema === undefined ? new Map<string, unknown>() : propertiesOf(schema);
  const isOpen = members.size === 0 || (schema !== undefined && additionalPropertiesOf(schema) !== undefined);
  const isForeign = (name: string): boolean => name !== parameter.name && declared.has(name);
  const own = pairs.filter(({ name }) => members.has(name) || (isOpen && !isForeign(name)));
  if (own.length === 0) return { value: undefined, claimed: [] };
  const entries = own.map(({ name, raw }) => [name, percentDecode(raw)] as const);
  return { value: typedObject(schema, entries), claimed: own.map(({ name }) => name) };
}

interface DeepEntry {
  readonly keys: readonly string[];
  readonly text: string;
}

function isMemberOf(parameter: string, { name }: RawPair): boolean {
  const isMember = name.startsWith(`${parameter}[`) && name.endsWith(']');
  return isMember && name.split('][').length <= MAX_DEPTH;
}

function decodeDeep(name: string, schema: SchemaNode | undefined, members: readonly RawPair[]): DecodedPairs {
  const entries = members.map((pair) => ({
    keys: pair.name.slice(name.length + 1, -1).split(']['),
    text: percentDecode(pair.raw),
  }));
  return { value: nest(schema, entries), claimed: members.map((pair) => pair.name) };
}

function nest(schema: SchemaNode | undefined, entries: readonly DeepEntry[]): unknown {
  const texts = entries.filter(({ keys }) => keys.length === 0).map(({ text }) => text);
  const [only] = texts;
  if (only !== undefined) {
    return texts.length > 1 || formOf(schema) === 'list' ? typedList(schema, texts) : typedText(schema, only);
  }
  const names = [...new Set(entries.map(({ keys }) => keys[0] ?? ''))];
  return Object.fromEntries(
    names.map((name) => {
      const inside = entries.filter(({ keys }) => keys[0] === name);
      const below = inside.map(({ keys, text }) => ({ keys: keys.slice(1), text }));
      return [name, nest(memberSchema(schema, name), below)];
    }),
  );
}
