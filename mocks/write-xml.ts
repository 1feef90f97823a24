import {
  additionalPropertiesOf,
  itemsOf,
  type Json,
  type JsonObject,
  propertiesOf,
  type SchemaNode,
} from '#contract';
import { isObject, listOf } from './read-pointer.ts';

/** A value as XML, with the names, attributes and wrappers that `xml` in the schema asks for (OpenAPI 3.1, 4.8.26). */
export function writeXml(value: Json, schema: SchemaNode | undefined): string {
  const name = hintOf(schema, 'name') ?? componentName(schema) ?? 'root';
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeElement(name, value, schema)}`;
}

function writeElement(plainName: string, value: Json, schema: SchemaNode | undefined): string {
  const prefix = hintOf(schema, 'prefix');
  const namespace = hintOf(schema, 'namespace');
  const name = tagName(prefix === undefined ? plainName : `${prefix}:${plainName}`);
  const declared =
    namespace === undefined
      ? ''
      : ` xmlns${prefix === undefined ? '' : `:${prefix}`}="${escapeText(namespace)}"`;
  if (Array.isArray(value)) {
    const item = schema && itemsOf(schema);
    const inside = listOf(value).map((one) => writeElement(hintOf(item, 'name') ?? plainName, one, item));
    return `<${name}${declared}>${inside.join('')}</${name}>`;
  }
  if (!isObject(value)) return `<${name}${declared}>${textOf(value)}</${name}>`;
  const { attributes, elements } = writeMembers(value, schema);
  return `<${name}${declared}${attributes}>${elements}</${name}>`;
}

function writeMembers(
  value: JsonObject,
  schema: SchemaNode | undefined,
): { readonly attributes: string; readonly elements: string } {
  let attributes = '';
  let elements = '';
  for (const [key, member] of Object.entries(value)) {
    const inner = schema && (propertiesOf(schema).get(key)?.node ?? additionalPropertiesOf(schema));
    const name = hintOf(inner, 'name') ?? key;
    if (xmlOf(inner)['attribute'] === true && typeof member !== 'object')
      attributes += ` ${tagName(name)}="${escapeText(String(member))}"`;
    else if (Array.isArray(member) && xmlOf(inner)['wrapped'] !== true)
      elements += writeRepeated(key, listOf(member), inner);
    else elements += writeElement(name, member, inner);
  }
  return { attributes, elements };
}

/** A list without a wrapper: one element after the other. */
function writeRepeated(key: string, list: readonly Json[], schema: SchemaNode | undefined): string {
  const item = schema && itemsOf(schema);
  return list.map((one) => writeElement(hintOf(item, 'name') ?? key, one, item)).join('');
}

function textOf(value: Json): string {
  return typeof value === 'object' ? '' : escapeText(String(value));
}

function xmlOf(schema: SchemaNode | undefined): JsonObject {
  const xml = typeof schema?.json === 'object' ? schema.json['xml'] : undefined;
  return isObject(xml) ? xml : {};
}

function hintOf(schema: SchemaNode | undefined, hint: string): string | undefined {
  const value = xmlOf(schema)[hint];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function componentName(schema: SchemaNode | undefined): string | undefined {
  return /^\/components\/schemas\/([^/]+)$/.exec(schema?.pointer ?? '')?.[1];
}

/** What XML does not take in a name becomes an underscore. */
function tagName(name: string): string {
  const tidy = name.replaceAll(/[^\p{L}\p{N}_.:-]/gu, '_');
  return /^[\p{L}_:]/u.test(tidy) ? tidy : `_${tidy}`;
}

function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/(?![\t\n\r])\p{Cc}/gu, '');
}
