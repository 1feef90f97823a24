import { applyOverlay } from './apply-overlay.ts';
import { checkDocument } from './check-document.ts';
import type { Contract, ContractOverlay, Json, JsonObject, Operation } from './contract.ts';
import { ContractError, inOrder } from './contract-error.ts';
import { createOperations } from './create-operations.ts';
import { dereferenceObject } from './dereference.ts';
import { extendPointer } from './json-pointer.ts';
import { isJsonObject } from './json-value.ts';
import { type OverlayText, parseOverlay } from './parse-overlay.ts';
import { readDocument, type SourceDocument } from './read-document.ts';
import { translateDocument } from './translate-document.ts';

export interface ContractText {
  /** The name that operations carry in front: `orders`. */
  readonly service: string;
  /** Shown in positions and diagnostics. */
  readonly file: string;
  /** YAML 1.2 or JSON, at most 32 MB. */
  readonly text: string;
  /** An OpenAPI Overlay 1.0 document that is applied to the text before anything is read from it. */
  readonly overlay?: OverlayText | undefined;
}

/**
 * An OpenAPI 3.0 or 3.1 document as a contract.
 *
 * @throws ContractError with everything that is wrong with the text, in the order of its lines.
 */
export function parseContract({ service, file, text, overlay }: ContractText): Contract {
  const published = readDocument(file, text);
  const source: ContractSource =
    overlay === undefined ? published : applyOverlay(published, file, parseOverlay(overlay, file));
  const openapi = readVersion(source);
  translateDocument(source.json, openapi);
  const problems = checkDocument(source.json).map(({ message, pointer }) => ({
    message,
    position: source.locate(pointer),
  }));
  if (problems.length > 0) throw new ContractError(inOrder(problems));
  return createContract(service, file, openapi, source);
}

interface ContractSource extends SourceDocument {
  readonly overlay?: ContractOverlay;
}

export function createContract(
  service: string,
  file: string,
  openapi: '3.0' | '3.1',
  source: ContractSource,
): Contract {
  const { json: document, locate, overlay } = source;
  const operations: Operation[] = [];
  const operationsById = new Map<string, Operation>();
  const contract: Contract = {
    service,
    file,
    openapi,
    document,
    servers: readServers(document['servers']),
    operations,
    operationsById,
    securitySchemes: readSecuritySchemes(document),
    overlay,
    locate,
  };
  for (const operation of createOperations(contract, 'paths')) {
    operations.push(operation);
    if (operation.id !== `${operation.method} ${operation.path}`) operationsById.set(operation.id, operation);
  }
  return contract;
}

export function readVersion({ json, locate }: SourceDocument): '3.0' | '3.1' {
  const { openapi, swagger } = json;
  if (typeof openapi === 'string' && /^3\.[01]\.\d+/.test(openapi)) {
    return openapi.startsWith('3.0') ? '3.0' : '3.1';
  }
  const message =
    swagger === undefined
      ? 'Only OpenAPI 3.0 and 3.1 are read: put `openapi: 3.1.1` at the top.'
      : 'Swagger 2.0 is not read: convert the file to OpenAPI 3.1 (swagger2openapi) and publish that.';
  throw new ContractError([{ message, position: locate(swagger === undefined ? '/openapi' : '/swagger') }]);
}

/** Variables are filled with their defaults: an address with braces is of no use to anybody. */
function readServers(servers: Json | undefined): readonly string[] {
  if (!Array.isArray(servers)) return [];
  return servers.filter(isJsonObject).map(({ url, variables }) =>
    (typeof url === 'string' ? url : '').replaceAll(/\{([^{}]+)\}/g, (expression, name: string) => {
      const variable =
        isJsonObject(variables) && Object.hasOwn(variables, name) ? variables[name] : undefined;
      return isJsonObject(variable) && typeof variable['default'] === 'string'
        ? variable['default']
        : expression;
    }),
  );
}

function readSecuritySchemes(document: JsonObject): ReadonlyMap<string, JsonObject> {
  const { components } = document;
  const schemes = isJsonObject(components) ? components['securitySchemes'] : undefined;
  return new Map(
    Object.keys(isJsonObject(schemes) ? schemes : {}).flatMap((name) => {
      const found = dereferenceObject(document, extendPointer('/components/securitySchemes', name));
      return found === undefined ? [] : [[name, found.json] as const];
    }),
  );
}
