import { type Json, kindsOf, type MediaType, type Operation, propertyOf, type SchemaNode } from '#contract';
import { coversType, essenceOf, isJsonType } from '../choose-media-type.ts';
import { isObject, readPointer } from '../read-pointer.ts';

/** What is streamed to a file unless the contract says less: 256 MiB. */
export const DEFAULT_MAX_BYTES = 256 * 1024 * 1024;

/** Forms with files, pictures, archives: whatever is neither JSON nor text. */
export function isBytesType(mediaType: string): boolean {
  return !isJsonType(mediaType) && !/^text\/|urlencoded$|[/+]xml$/.test(mediaType);
}

/**
 * Whether a request has a body that is bytes. One of another kind counts where the contract takes bytes alone, and is
 * refused without being held.
 */
export function takesBytes({ requestBody }: Operation, headers: Headers): boolean {
  if ((headers.get('content-length') ?? '0') === '0' && !headers.has('transfer-encoding')) return false;
  const ranges = [...(requestBody?.content.keys() ?? [])];
  const mediaType = essenceOf(headers.get('content-type'));
  if (ranges.length === 0 || !ranges.some(isBytesType)) return false;
  const isCovered = mediaType !== undefined && ranges.some((range) => coversType(range, mediaType));
  return isCovered ? isBytesType(mediaType) : ranges.every(isBytesType);
}

/** What the contract says of a body of this media type. */
export function mediaTypeFor({ requestBody }: Operation, contentType: string): MediaType | undefined {
  const entries = [...(requestBody?.content ?? [])];
  return entries.find(([range]) => coversType(range, contentType))?.[1];
}

/** `maxLength` of a binary schema counts bytes. */
export function maxBytesOf(schema: SchemaNode | undefined): number {
  const json = schema?.json;
  const declared = typeof json === 'object' ? json['maxLength'] : undefined;
  return typeof declared === 'number' ? declared : DEFAULT_MAX_BYTES;
}

/** How much of a form's part is taken. */
export function maxPartBytes({ schema }: MediaType, name: string): number {
  return maxBytesOf(schema === undefined ? undefined : propertyOf(schema, name)?.node);
}

/** Whether the contract's `encoding` takes a part of this media type. */
export function takesPart(
  { contract }: Operation,
  { pointer }: MediaType,
  part: { readonly name: string; readonly mediaType: string | undefined },
): boolean {
  const encoding = readPointer(contract.document, `${pointer}/encoding/${encodeURIComponent(part.name)}`);
  const ranges =
    isObject(encoding) && typeof encoding.contentType === 'string' ? encoding.contentType : '*/*';
  return ranges.split(',').some((range) => coversType(range, part.mediaType ?? 'application/octet-stream'));
}

/** The text of a form's field as the value that its schema wants, where it is one. */
export function fieldValue({ schema }: MediaType, name: string, text: string): Json {
  const node = schema === undefined ? undefined : propertyOf(schema, name)?.node;
  if (node === undefined || kindsOf(node).has('string')) return text;
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}
