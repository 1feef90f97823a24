import type { BoundCall, BoundInput, BoundInputField, Source, Template } from '../binding/index.ts';
import type { Json, JsonObject } from '../contract/index.ts';
import { childPointer, isJsonArray, isJsonObject, ownProperty } from './row.ts';

/**
 * Finds the argument that a service complains about: `/body/rating`, `#/rating` or `/query/limit` back to
 * `/input/rating`, through the templates of the call. Undefined when no argument went there: what a client did not
 * write it cannot correct.
 * @param args what the client wrote: without it a branch of a one-of input is not found
 */
export function argumentPointer(call: BoundCall, pointer: string, args: JsonObject = {}): string | undefined {
  for (const { template, path } of placesOf(call, pointer)) {
    const found = findInTemplate(template, path, args);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The arguments whose values went into a parameter, or would have if they were there. */
export function argumentsOf(template: Template): string[] {
  switch (template.kind) {
    case 'constant':
      return [];
    case 'source':
      return template.source.root === 'args' ? [template.source.path.reduce<string>(childPointer, '')] : [];
    case 'object':
      return template.entries.flatMap(({ value }) => argumentsOf(value));
    case 'list':
      return template.items.flatMap(argumentsOf);
  }
}

interface TemplatePlace {
  readonly template: Template;
  readonly path: readonly string[];
}

/** Services write pointers into the request, or into its body alone; `#` starts the latter, `/` may start both. */
function placesOf(call: BoundCall, pointer: string): TemplatePlace[] {
  const path = segmentsOf(pointer);
  if (path === undefined) return [];
  const inBody = call.body === undefined ? [] : [{ template: call.body, path }];
  const inRequest = placeInRequest(call, path);
  return pointer.startsWith('#') ? [...inBody, ...inRequest] : [...inRequest, ...inBody];
}

function placeInRequest(call: BoundCall, [location, ...rest]: readonly string[]): TemplatePlace[] {
  if (location === 'body') return call.body === undefined ? [] : [{ template: call.body, path: rest }];
  if (location !== 'query' && location !== 'path' && location !== 'header') return [];
  const [name, ...below] = rest;
  // Qualified where parameters in different places share a name.
  const parameter = call.parameters.find((it) => it.name === name || it.name === `${location}.${name}`);
  return parameter === undefined ? [] : [{ template: parameter.value, path: below }];
}

/** RFC 6901, also in its fragment form. */
function segmentsOf(pointer: string): string[] | undefined {
  if (!/^#?(?:\/|$)/.test(pointer)) return undefined;
  const segments = pointer.split('/').slice(1);
  return segments.map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function findInTemplate(template: Template, path: readonly string[], args: JsonObject): string | undefined {
  const [segment, ...rest] = path;
  switch (template.kind) {
    case 'constant':
      return undefined;
    case 'source':
      return findInSource(template.source, path, args);
    case 'object': {
      const entry = template.entries.find(({ name }) => name === segment);
      return entry === undefined ? undefined : findInTemplate(entry.value, rest, args);
    }
    case 'list': {
      const item = template.items[Number(segment)];
      return item === undefined ? undefined : findInTemplate(item, rest, args);
    }
  }
}

function findInSource(source: Source, path: readonly string[], args: JsonObject): string | undefined {
  if (source.root !== 'args') return undefined;
  const pointer = source.path.reduce<string>(childPointer, '');
  if (source.write === undefined) return pointer;
  const value = source.path.reduce<Json | undefined>(
    (json, segment) => memberOf(json, String(segment)),
    args,
  );
  return findInInput(source.write, path, pointer, value);
}

/** @param value what the client wrote there; it says which branch of a one-of input was sent */
function findInInput(
  input: BoundInput,
  path: readonly string[],
  pointer: string,
  value: Json | undefined,
): string | undefined {
  const [segment, ...rest] = path;
  switch (input.kind) {
    case 'leaf':
    case 'upload':
    case 'constant':
      return pointer;
    case 'list':
      if (segment === undefined) return pointer;
      return /^\d+$/.test(segment)
        ? findInInput(input.item, rest, childPointer(pointer, segment), memberOf(value, segment))
        : undefined;
    case 'object':
      return segment === undefined ? pointer : findInFields([...input.fields], path, pointer, value);
    case 'oneOf':
      return findInFields(
        [...input.fields].filter(([name]) => (memberOf(value, name) ?? null) !== null),
        path,
        pointer,
        value,
      );
  }
}

function findInFields(
  fields: readonly (readonly [string, BoundInputField])[],
  path: readonly string[],
  pointer: string,
  value: Json | undefined,
): string | undefined {
  for (const [name, field] of fields) {
    const reaches = field.path.every((part, index) => part === path[index]);
    if (!reaches) continue;
    const rest = path.slice(field.path.length);
    return findInInput(field.input, rest, childPointer(pointer, name), memberOf(value, name));
  }
  return undefined;
}

function memberOf(json: Json | undefined, segment: string): Json | undefined {
  if (isJsonArray(json)) return json[Number(segment)];
  return isJsonObject(json) ? ownProperty(json, segment) : undefined;
}
