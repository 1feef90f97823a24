import type { JsonObject, MediaType, Operation, SchemaNode } from './contract.ts';
import { dereferenceObject } from './dereference.ts';
import { extendPointer } from './json-pointer.ts';
import { isJsonObject } from './json-value.ts';
import { kindsOf } from './kinds-of.ts';
import { essenceOf, isJsonMediaType } from './media-type.ts';
import { formatOf, itemsOf, propertiesOf } from './schema-view.ts';

/** One kind of file that a contract takes at some place. */
export interface FileType {
  /** `image/png`, or a range: `image/*`, `*\/*`. */
  readonly contentType: string;
  /** The contract's `maxLength`, which counts bytes here (OpenAPI 3.1.1, 4.8.24.4.1); undefined where it gives none. */
  readonly maxBytes: number | undefined;
}

/** How an operation takes files. */
export interface FileContent {
  /** `multipart`: as parts of a form, by the properties of `schema`. `bytes`: the body is one file. */
  readonly kind: 'multipart' | 'bytes';
  readonly schema: SchemaNode;
  /** The files taken where this schema stands, in the contract's order; undefined where it takes no bytes. */
  filesAt(node: SchemaNode): readonly FileType[] | undefined;
}

const MULTIPART = 'multipart/form-data';
const FORM = 'application/x-www-form-urlencoded';

/** The body of an operation as far as it takes bytes: a multipart form if there is one, else the media types of one file. */
export function fileContentOf({ contract, requestBody }: Operation): FileContent | undefined {
  const content = [...(requestBody?.content ?? [])];
  const form = content.find(([name]) => essenceOf(name) === MULTIPART)?.[1];
  if (form?.schema !== undefined) return multipartContent(form, form.schema);
  const files = content.filter(([name]) => takesBytes(name));
  const [first] = files;
  if (first === undefined) return undefined;
  const schema = first[1].schema ?? { contract, pointer: first[1].pointer, json: true };
  const types = files.map(([name, { schema: file }]) => ({
    contentType: essenceOf(name),
    maxBytes: file === undefined ? undefined : maxLengthOf(file),
  }));
  return { kind: 'bytes', schema, filesAt: (node) => (node.pointer === schema.pointer ? types : undefined) };
}

function takesBytes(mediaType: string): boolean {
  const essence = essenceOf(mediaType);
  return !isJsonMediaType(essence) && essence !== FORM && !essence.startsWith('multipart/');
}

function multipartContent(form: MediaType, schema: SchemaNode): FileContent {
  const types = new Map<string, readonly FileType[]>();
  for (const [name, { node }] of propertiesOf(schema)) {
    const file = itemsOf(node) ?? node;
    if (isFile(file))
      types.set(file.pointer, [...(types.get(file.pointer) ?? []), ...partTypes(form, name, file)]);
  }
  return { kind: 'multipart', schema, filesAt: ({ pointer }) => types.get(pointer) };
}

/** OpenAPI 3.0 says `format: binary`; 3.1 leaves the type out, or gives a media type without an encoding as text. */
function isFile(node: SchemaNode): boolean {
  const { json } = node;
  if (typeof json === 'boolean') return json;
  if (json['contentEncoding'] !== undefined) return false;
  const kinds = kindsOf(node);
  if (!kinds.has('string')) return false;
  return formatOf(node) === 'binary' || json['contentMediaType'] !== undefined || kinds.has('object');
}

/** OpenAPI 3.1, 4.8.15: `encoding.<part>.contentType` is a list with commas between. */
function partTypes(form: MediaType, name: string, file: SchemaNode): readonly FileType[] {
  const encoding = dereferenceObject(file.contract.document, extendPointer(form.pointer, 'encoding', name));
  const written = textAt(encoding?.json, 'contentType') ?? textAt(file.json, 'contentMediaType') ?? '*/*';
  const maxBytes = maxLengthOf(file);
  return written.split(',').map((contentType) => ({ contentType: essenceOf(contentType), maxBytes }));
}

function textAt(json: JsonObject | boolean | undefined, name: string): string | undefined {
  const value = isJsonObject(json) ? json[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

function maxLengthOf({ json }: SchemaNode): number | undefined {
  const value = isJsonObject(json) ? json['maxLength'] : undefined;
  return typeof value === 'number' ? value : undefined;
}
