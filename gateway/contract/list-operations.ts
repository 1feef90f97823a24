import type { HttpMethod, JsonObject } from './contract.ts';
import { dereferenceObject } from './dereference.ts';
import { extendPointer } from './json-pointer.ts';
import { isJsonObject } from './json-value.ts';

/** An operation as it stands in the document, before anything in it is believed. */
export interface ListedOperation {
  /** The key in `paths` (a template) or `webhooks` (a name). */
  readonly key: string;
  readonly method: HttpMethod;
  readonly pointer: string;
  readonly json: JsonObject;
  readonly pathItem: { readonly pointer: string; readonly json: JsonObject };
}

const METHODS: readonly HttpMethod[] = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE'];

/** In the document's order; a path item's `$ref` is followed, and what is no object is passed over. */
export function listOperations(
  document: JsonObject,
  under: 'paths' | 'webhooks',
): readonly ListedOperation[] {
  const items = document[under];
  if (!isJsonObject(items)) return [];
  return Object.keys(items)
    .filter((key) => under === 'webhooks' || key.startsWith('/'))
    .flatMap((key) => {
      const pathItem = dereferenceObject(document, extendPointer('', under, key));
      return pathItem === undefined ? [] : operationsOf(key, pathItem);
    });
}

function operationsOf(key: string, pathItem: ListedOperation['pathItem']): readonly ListedOperation[] {
  return Object.entries(pathItem.json).flatMap(([name, json]) => {
    const method = METHODS.find((candidate) => candidate.toLowerCase() === name);
    if (method === undefined || !isJsonObject(json)) return [];
    return [{ key, method, pointer: extendPointer(pathItem.pointer, name), json, pathItem }];
  });
}
