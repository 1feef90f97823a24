import type { ErrorObject } from 'ajv';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Contract, Json, SchemaNode } from './contract.ts';
import { ContractError } from './contract-error.ts';
import { guardedPattern } from './guarded-pattern.ts';
import { fragmentOf } from './json-pointer.ts';
import { isJsonArray, isJsonObject } from './json-value.ts';
import { UNIQUE_ITEMS } from './unique-items.ts';
import { type Direction, validationDocument } from './validation-document.ts';

/** The name only matters to generated modules, of which there are none. */
const PATTERNS = Object.assign((pattern: string) => guardedPattern(pattern), { code: 'guardedPattern' });

export interface SchemaCompiler {
  /** Empty when the value satisfies the schema. Compiles on first use of a schema. */
  check(node: SchemaNode, value: unknown): readonly ErrorObject[];
}

/** The key under which the whole document is known to the compiler; it never leaves this file. */
const DOCUMENT = 'contract';

/**
 * @param direction which of `readOnly` and `writeOnly` excuses a missing property.
 * @param allErrors false stops at the first error: right wherever the value comes from outside.
 */
export function createSchemaCompiler(
  contract: Contract,
  direction: Direction,
  allErrors: boolean,
): SchemaCompiler {
  const compiled = new Map<string, ValidateFunction>();
  let ajv: Ajv2020 | undefined;
  const compile = ({ pointer }: SchemaNode): ValidateFunction => {
    ajv ??= createAjv(contract, direction, allErrors);
    return compileAt(ajv, contract, pointer);
  };
  return {
    check(node, value) {
      let validate = compiled.get(node.pointer);
      if (validate === undefined) {
        validate = compile(node);
        compiled.set(node.pointer, validate);
      }
      return validate(value) ? [] : (validate.errors ?? []);
    },
  };
}

function createAjv(contract: Contract, direction: Direction, allErrors: boolean): Ajv2020 {
  const ajv = new Ajv2020({
    strict: false,
    allErrors,
    logger: false,
    // Errors then know the alternatives that failed.
    verbose: true,
    // `parseContract` has checked what matters, and a document is no schema.
    validateSchema: false,
    // Else a property named `constructor` is found on every object.
    ownProperties: true,
    code: { regExp: PATTERNS },
  });
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword(UNIQUE_ITEMS);
  formats.default(ajv);
  for (const format of formatsIn(contract.document)) {
    if (!Object.hasOwn(ajv.formats, format)) ajv.addFormat(format, true);
  }
  return ajv.addSchema(validationDocument(contract, direction), DOCUMENT);
}

function compileAt(ajv: Ajv2020, contract: Contract, pointer: string): ValidateFunction {
  try {
    return ajv.compile({ $ref: `${DOCUMENT}#${fragmentOf(pointer)}` });
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    throw new ContractError([
      { message: `This schema does not compile: ${reason}.`, position: contract.locate(pointer) },
    ]);
  }
}

/** Every string under a key `format`, also in data: one too many does no harm, one too few is a line on stderr. */
function formatsIn(value: Json, found = new Set<string>()): ReadonlySet<string> {
  if (isJsonArray(value)) for (const item of value) formatsIn(item, found);
  else if (isJsonObject(value)) {
    if (typeof value['format'] === 'string') found.add(value['format']);
    for (const item of Object.values(value)) formatsIn(item, found);
  }
  return found;
}
