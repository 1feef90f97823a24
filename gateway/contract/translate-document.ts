import type { Json, JsonObject } from './contract.ts';
import { dereference, isReference } from './dereference.ts';
import { pointerOfReference } from './json-pointer.ts';
import { isJsonArray, isJsonObject } from './json-value.ts';
import { visitDocument } from './openapi-grammar.ts';
import { hasDynamicAnchors, specializeTemplate } from './specialize-template.ts';

type Rewritable = Record<string, Json>;

const NULL_SCHEMA: JsonObject = { type: 'null' };
/** Keywords that refuse nothing, and may therefore stay beside a `$ref` that is followed past them. */
const ANNOTATIONS: ReadonlySet<string> = new Set([
  '$ref',
  '$comment',
  '$id',
  '$schema',
  '$anchor',
  '$dynamicAnchor',
  '$defs',
  'definitions',
  'title',
  'summary',
  'description',
  'default',
  'example',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  'externalDocs',
  'xml',
  'nullable',
]);

/**
 * Rewrites the document in place, so that all schemas are JSON Schema 2020-12 in which a `$ref` stands alone
 * (annotations aside): 3.0's `nullable` and boolean `exclusive…` become what they mean, and assertions beside a
 * `$ref` (3.1) become an `allOf` with it. Pointers stay valid but for what stood in a nullable `allOf`.
 */
export function translateDocument(document: Rewritable, openapi: '3.0' | '3.1'): void {
  const specialized: { readonly schema: Rewritable; readonly pointer: string }[] = [];
  visitDocument(document, {
    part(part, json: Rewritable, pointer) {
      if (part !== 'schema') return;
      if (openapi === '3.0') translateSchema(json, document);
      else {
        separateReference(json);
        if (hasDynamicAnchors(json)) specialized.push({ schema: json, pointer });
      }
    },
  });
  for (const { schema, pointer } of specialized) specializeTemplate(schema, pointer, document);
  if (openapi === '3.0') document['openapi'] = '3.1.0';
}

/** OpenAPI 3.1: what stands beside a `$ref` counts as well. */
function separateReference(schema: Rewritable): void {
  const { $ref, allOf } = schema;
  if (typeof $ref !== 'string') return;
  // What is defined for a template takes part in what it means.
  const isPlain = !hasDynamicAnchors(schema);
  if (isPlain && Object.keys(schema).every((key) => ANNOTATIONS.has(key) || key.startsWith('x-'))) return;
  schema['allOf'] = [...(isJsonArray(allOf) ? allOf : []), { $ref }];
  delete schema['$ref'];
}

/** OpenAPI 3.0.3, Schema Object. */
function translateSchema(schema: Rewritable, document: JsonObject): void {
  const nullable = schema['nullable'] === true;
  delete schema['nullable'];
  const { $ref } = schema;
  if (typeof $ref === 'string') {
    isolateReference(schema, $ref, nullable);
    return;
  }
  translateBound(schema, 'exclusiveMinimum', 'minimum');
  translateBound(schema, 'exclusiveMaximum', 'maximum');
  if (nullable) allowNull(schema, document);
}

/** 3.0 ignores all that stands beside a `$ref`; but `nullable: true` there is always meant, and costs nothing to honour. */
function isolateReference(schema: Rewritable, $ref: string, nullable: boolean): void {
  for (const key of Object.keys(schema)) delete schema[key];
  Object.assign(schema, nullable ? { anyOf: [{ $ref }, NULL_SCHEMA] } : { $ref });
}

function translateBound(schema: Rewritable, exclusive: string, inclusive: string): void {
  const flag = schema[exclusive];
  if (typeof flag !== 'boolean') return;
  delete schema[exclusive];
  const bound = schema[inclusive];
  if (!flag || typeof bound !== 'number') return;
  schema[exclusive] = bound;
  delete schema[inclusive];
}

/**
 * Every assertion of the schema must let null pass: the standard speaks of `type` only, but
 * `allOf: [{ $ref }], nullable: true` and a nullable enum without null mean the same to those who write them.
 */
function allowNull(schema: Rewritable, document: JsonObject): void {
  const { type, enum: values } = schema;
  if (typeof type === 'string') schema['type'] = [type, 'null'];
  if (isJsonArray(values) && !values.includes(null)) schema['enum'] = [...values, null];
  const hasBranches = isJsonArray(schema['anyOf']) || isJsonArray(schema['oneOf']);
  for (const keyword of ['anyOf', 'oneOf']) {
    const branches = schema[keyword];
    if (isJsonArray(branches)) schema[keyword] = withNullBranch(branches, document);
  }
  const { allOf } = schema;
  if (!isJsonArray(allOf)) return;
  if (allOf.length === 1 && !hasBranches) {
    // The form that 3.1 documents are written in; `properties` and the like beside it let null pass anyway.
    delete schema['allOf'];
    schema['anyOf'] = [...allOf, NULL_SCHEMA];
  } else {
    schema['allOf'] = allOf.map((branch) => ({ anyOf: [branch, NULL_SCHEMA] }));
  }
}

/** A second branch that takes null would make `oneOf` refuse it. */
function withNullBranch(branches: readonly Json[], document: JsonObject): readonly Json[] {
  return branches.some((branch) => takesNull(branch, document)) ? branches : [...branches, NULL_SCHEMA];
}

function takesNull(branch: Json, document: JsonObject, levels = 4): boolean {
  const target = isReference(branch)
    ? dereference(document, pointerOfReference(branch.$ref) ?? '')?.json
    : branch;
  // Bounded, since schemas that contain themselves are only found later.
  if (!isJsonObject(target) || levels === 0) return false;
  const { type, nullable, anyOf, oneOf } = target;
  // A target that is visited later still says `nullable`.
  if (nullable === true || type === 'null' || (isJsonArray(type) && type.includes('null'))) return true;
  return [anyOf, oneOf].some(
    (branches) => isJsonArray(branches) && branches.some((inner) => takesNull(inner, document, levels - 1)),
  );
}
