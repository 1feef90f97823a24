import { checkPageMarks } from './check-page-marks.ts';
import type { Json, JsonObject } from './contract.ts';
import { dereferenceObject } from './dereference.ts';
import { extendPointer } from './json-pointer.ts';
import { isJsonArray, isJsonObject } from './json-value.ts';
import { type ListedOperation, listOperations } from './list-operations.ts';
import { KEEP, type Mend, type Mistake } from './mistake.ts';

/** Names that more than one operation has, and templates that their parameters do not fill (OpenAPI 3.1, 4.8.8 to 4.8.12). */
export function checkOperations(document: JsonObject): readonly Mistake[] {
  const operations = listOperations(document, 'paths');
  const all = [...operations, ...listOperations(document, 'webhooks')];
  return [
    ...checkPaths(document),
    ...checkIds(all),
    ...operations.flatMap((operation) => checkTemplate(document, operation)),
    ...all.flatMap((operation) => [
      ...checkParameterLists(document, operation),
      ...checkStatuses(operation),
      ...checkToken(operation),
      ...checkPageMarks(document, operation),
      ...checkSecurity(document, operation.json['security'], extendPointer(operation.pointer, 'security')),
    ]),
    ...checkSecurity(document, document['security'], '/security'),
  ];
}

function checkPaths(document: JsonObject): readonly Mistake[] {
  const paths = document['paths'];
  if (!isJsonObject(paths)) return [];
  const seen = new Map<string, string>();
  return Object.keys(paths)
    .filter((path) => !path.startsWith('x-'))
    .flatMap((path) => {
      const pointer = extendPointer('/paths', path);
      const message = malformedPath(path);
      if (message !== undefined) return [{ message, pointer, mend: mendPath(path, pointer) }];
      const shape = path.replaceAll(/\{[^{}]*\}/g, '{}');
      const twin = seen.get(shape);
      seen.set(shape, path);
      return twin === undefined
        ? []
        : [{ message: `The paths ${twin} and ${path} match the same requests.`, pointer, mend: KEEP }];
    });
}

/** A query or a brace in a path can be read as what it seems to be; without a slash in front it cannot be asked for. */
function mendPath(path: string, pointer: string): Mend {
  return path.startsWith('/') ? KEEP : { kind: 'rename', pointer, name: `/${path}` };
}

function malformedPath(path: string): string | undefined {
  if (!path.startsWith('/') || path.startsWith('//')) return `The path ${path} must start with one slash.`;
  if (/[?#]/.test(path)) return `The path ${path} has a query or fragment: declare query parameters instead.`;
  if (/[{}]/.test(path.replaceAll(/\{[^{}]+\}/g, ''))) {
    return `The path ${path} has a brace that stands alone.`;
  }
  return undefined;
}

function checkIds(operations: readonly ListedOperation[]): readonly Mistake[] {
  const seen = new Map<string, ListedOperation>();
  return operations.flatMap((operation) => {
    const id = operation.json['operationId'];
    if (id === undefined) return [];
    const pointer = extendPointer(operation.pointer, 'operationId');
    if (typeof id !== 'string' || id === '') return [{ message: 'An operationId must be a name.', pointer }];
    const first = seen.get(id);
    seen.set(id, first ?? operation);
    if (first === undefined) return [];
    return [{ message: `The operationId ${id} is that of ${first.method} ${first.key} already.`, pointer }];
  });
}

/** A parameter as declared, `$ref` followed; `pointer` is where the list names it. */
interface Declared {
  readonly name: string;
  readonly in: string;
  readonly pointer: string;
}

function declaredIn(
  document: JsonObject,
  owner: { readonly pointer: string; readonly json: JsonObject },
): readonly Declared[] {
  const list: Json | undefined = owner.json['parameters'];
  if (!isJsonArray(list)) return [];
  return list.flatMap((_, index) => {
    const pointer = extendPointer(owner.pointer, 'parameters', index);
    const json = dereferenceObject(document, pointer)?.json;
    const { name, in: place } = json ?? {};
    return typeof name === 'string' && typeof place === 'string' ? [{ name, in: place, pointer }] : [];
  });
}

function checkTemplate(document: JsonObject, operation: ListedOperation): readonly Mistake[] {
  const { key, method, pathItem } = operation;
  const wanted = [...key.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
  const declared = [...declaredIn(document, pathItem), ...declaredIn(document, operation)].filter(
    (parameter) => parameter.in === 'path',
  );
  const missing = wanted.filter((name) => !declared.some((parameter) => parameter.name === name));
  const superfluous = declared.filter(({ name }) => !wanted.includes(name));
  return [
    ...missing.map((name) => ({
      message: `${method} ${key} declares no path parameter ${name}: add it to parameters, with in: path.`,
      pointer: operation.pointer,
      mend: KEEP,
    })),
    ...superfluous.map(({ name, pointer }) => ({
      message: `The path parameter ${name} has no place in ${key}: put {${name}} there, or take it out.`,
      pointer,
    })),
  ];
}

function checkParameterLists(document: JsonObject, operation: ListedOperation): readonly Mistake[] {
  return [operation.pathItem, operation].flatMap((owner) => {
    const seen = new Set<string>();
    return declaredIn(document, owner).flatMap(({ name, in: place, pointer }) => {
      const key = `${place} ${name}`;
      const twice = seen.has(key);
      seen.add(key);
      return twice ? [{ message: `The ${place} parameter ${name} stands twice in one list.`, pointer }] : [];
    });
  });
}

function checkStatuses({ json, pointer }: ListedOperation): readonly Mistake[] {
  const { responses } = json;
  if (!isJsonObject(responses)) return [];
  return Object.keys(responses)
    .filter((status) => !status.startsWith('x-') && !/^(?:[1-5](?:\d\d|XX)|default)$/.test(status))
    .map((status) => ({
      message: `${status} is no status: write a code (404), a range (4XX) or default.`,
      pointer: extendPointer(pointer, 'responses', status),
      ...mendStatus(status, extendPointer(pointer, 'responses', status)),
    }));
}

/** `2xx` and `200 ` are meant for what they look like. */
function mendStatus(status: string, pointer: string): { readonly mend?: Mend } {
  const name = status.trim().toUpperCase();
  return /^[1-5](?:\d\d|XX)$/.test(name) ? { mend: { kind: 'rename', pointer, name } } : {};
}

function checkToken({ json, pointer }: ListedOperation): readonly Mistake[] {
  const token = json['x-token'];
  if (token === undefined || token === 'system' || token === 'user') return [];
  return [{ message: 'x-token is either system or user.', pointer: extendPointer(pointer, 'x-token') }];
}

function checkSecurity(
  document: JsonObject,
  security: Json | undefined,
  pointer: string,
): readonly Mistake[] {
  if (security === undefined) return [];
  const demands = isJsonArray(security) ? security : [security];
  if (!isJsonArray(security) || !demands.every(isRequirement)) {
    return [{ message: 'Here a list of { scheme: [scopes] } is wanted.', pointer }];
  }
  const { components } = document;
  const schemes = isJsonObject(components) ? components['securitySchemes'] : undefined;
  const known = isJsonObject(schemes) ? schemes : {};
  return demands.flatMap((demand, index) =>
    Object.keys(demand)
      .filter((scheme) => !Object.hasOwn(known, scheme))
      .map((scheme) => ({
        message: `There is no security scheme ${scheme}: declare it under components.securitySchemes.`,
        pointer: extendPointer(pointer, index, scheme),
        mend: { kind: 'remove' as const, pointer: extendPointer(pointer, index) },
      })),
  );
}

function isRequirement(value: Json): value is JsonObject {
  return (
    isJsonObject(value) &&
    Object.values(value).every(
      (scopes) => isJsonArray(scopes) && scopes.every((scope) => typeof scope === 'string'),
    )
  );
}
