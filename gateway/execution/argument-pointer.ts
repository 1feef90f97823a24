import type { BoundCall, BoundInput, Source, Template } from '../binding/index.ts';
import { childPointer } from './row.ts';

/**
 * Finds the argument that a service complains about: `/body/rating`, `#/rating` or `/query/limit` back to
 * `/input/rating`, through the templates of the call. Undefined when no argument went there: what a client did not
 * write it cannot correct.
 */
export function argumentPointer(call: BoundCall, pointer: string): string | undefined {
  for (const { template, path } of placesOf(call, pointer)) {
    const found = findInTemplate(template, path);
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

function findInTemplate(template: Template, path: readonly string[]): string | undefined {
  const [segment, ...rest] = path;
  switch (template.kind) {
    case 'constant':
      return undefined;
    case 'source':
      return findInSource(template.source, path);
    case 'object': {
      const entry = template.entries.find(({ name }) => name === segment);
      return entry === undefined ? undefined : findInTemplate(entry.value, rest);
    }
    case 'list': {
      const item = template.items[Number(segment)];
      return item === undefined ? undefined : findInTemplate(item, rest);
    }
  }
}

function findInSource(source: Source, path: readonly string[]): string | undefined {
  if (source.root !== 'args') return undefined;
  const pointer = source.path.reduce<string>(childPointer, '');
  return source.write === undefined ? pointer : findInInput(source.write, path, pointer);
}

function findInInput(input: BoundInput, path: readonly string[], pointer: string): string | undefined {
  const [segment, ...rest] = path;
  if (segment === undefined || input.kind === 'leaf' || input.kind === 'upload') return pointer;
  if (input.kind === 'list') {
    return /^\d+$/.test(segment) ? findInInput(input.item, rest, childPointer(pointer, segment)) : undefined;
  }
  for (const [name, field] of input.fields) {
    const reaches = field.path.every((part, index) => part === path[index]);
    if (reaches) return findInInput(field.input, path.slice(field.path.length), childPointer(pointer, name));
  }
  return undefined;
}
