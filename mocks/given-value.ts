import type { Json, JsonObject } from '#contract';
import { isObject, listOf, readPointer } from './read-pointer.ts';

/** The value that a parameter or header of the contract gives as its example, constant or default. */
export function givenValue(document: JsonObject, declared: JsonObject): Json | undefined {
  if (declared.example !== undefined) return declared.example;
  const [named] = isObject(declared.examples) ? Object.values(declared.examples) : [];
  if (isObject(named) && named.value !== undefined) return named.value;
  const { schema } = declared;
  const resolved =
    isObject(schema) && typeof schema.$ref === 'string' ? readPointer(document, schema.$ref) : schema;
  if (!isObject(resolved)) return undefined;
  const [example] = listOf(resolved.examples);
  return example ?? resolved.example ?? resolved.const ?? resolved.default;
}
