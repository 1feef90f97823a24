import { checkOperations } from './check-operations.ts';
import { checkParameter } from './check-parameter.ts';
import { checkReferences, checkSchemaCycles, type FoundReference } from './check-references.ts';
import { checkSchema } from './check-schema.ts';
import type { Json, JsonObject } from './contract.ts';
import { isReference } from './dereference.ts';
import { extendPointer } from './json-pointer.ts';
import { isJsonArray, isJsonObject } from './json-value.ts';
import type { Mistake } from './mistake.ts';
import { visitDocument } from './openapi-grammar.ts';

/** Everything in a translated document that would fail later, when a request or an answer needs it. */
export function checkDocument(document: JsonObject): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  const references: FoundReference[] = [];
  const schemas = new Map<string, JsonObject>();
  const parts = visitDocument(document, {
    part(part, json, pointer) {
      if (part === 'schema') {
        schemas.set(pointer, json);
        mistakes.push(...checkSchema(json, pointer));
      }
      if (part === 'parameter') mistakes.push(...checkParameter(json, pointer));
      if (part === 'path item') mistakes.push(...checkPathItem(json, pointer));
    },
    reference: (part, reference, pointer) => references.push({ part, reference, pointer }),
    mistake: (message, pointer, part) => {
      mistakes.push({
        message,
        pointer,
        ...(part === 'schema' ? { mend: { kind: 'allow-anything', pointer } } : {}),
      });
    },
  });
  return [
    ...mistakes,
    ...checkReferences(document, references, parts),
    ...checkSchemaCycles(document, schemas),
    ...checkOperations(document),
    ...checkServers(document['servers']),
  ];
}

/** OpenAPI leaves open what counts where both say something; so nothing beside the reference would be read. */
function checkPathItem(json: JsonObject, pointer: string): readonly Mistake[] {
  const read = ['$ref', 'summary', 'description'];
  const beside = Object.keys(json).find((key) => !read.includes(key) && !key.startsWith('x-'));
  if (!isReference(json) || beside === undefined) return [];
  const message = `Beside the $ref of a path item, ${beside} would not be read: move it to where the $ref leads.`;
  return [{ message, pointer: extendPointer(pointer, beside) }];
}

function checkServers(servers: Json | undefined): readonly Mistake[] {
  if (servers === undefined) return [];
  const holds = isJsonArray(servers) && servers.every(hasUrl);
  return holds ? [] : [{ message: 'Here a list of { url } is wanted.', pointer: '/servers' }];
}

function hasUrl(server: Json): boolean {
  return isJsonObject(server) && typeof server['url'] === 'string';
}
