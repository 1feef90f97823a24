import type { JsonObject } from './contract.ts';
import { isReference } from './dereference.ts';
import { extendPointer } from './json-pointer.ts';
import { isJsonObject } from './json-value.ts';
import type { Mistake } from './mistake.ts';

/** OpenAPI 3.1, 4.8.12.2: which styles a place may have. */
const STYLES: Readonly<Record<string, readonly string[]>> = {
  path: ['matrix', 'label', 'simple'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
  cookie: ['form'],
};

export function checkParameter(json: JsonObject, pointer: string): readonly Mistake[] {
  if (isReference(json)) return [];
  const { name, in: place, style, content } = json;
  if (typeof name !== 'string' || name === '') return [{ message: 'A parameter must have a name.', pointer }];
  const styles = typeof place === 'string' && Object.hasOwn(STYLES, place) ? STYLES[place] : undefined;
  if (styles === undefined) {
    const message = `The parameter ${name} must be in path, query, header or cookie; a body is a requestBody.`;
    return [{ message, pointer: extendPointer(pointer, 'in'), mend: { kind: 'remove', pointer } }];
  }
  if (style !== undefined && !(typeof style === 'string' && styles.includes(style))) {
    const message = `The parameter ${name} can only have the style ${styles.join(', ')} where it is.`;
    return [{ message, pointer: extendPointer(pointer, 'style') }];
  }
  if (isJsonObject(content) && Object.keys(content).length !== 1) {
    const message = `The content of the parameter ${name} must name exactly one media type.`;
    return [{ message, pointer: extendPointer(pointer, 'content') }];
  }
  return [];
}
