import type { ErrorObject } from 'ajv';
import { extendPointer } from './json-pointer.ts';

/** How a value breaks its contract. Never repeats the value, so that it can be logged and shown. */
export interface Violation {
  /** JSON pointer into the checked value; for `required` it names what is missing. */
  readonly pointer: string;
  /** The JSON Schema keyword that was broken; or `status`, `content-type`. */
  readonly rule: string;
  /** Plain words. */
  readonly message: string;
}

const MAX_LISTED_VALUES = 12;

/** One violation for a compiler's error; `at` is put in front of its pointer. */
export function presentViolation(error: ErrorObject, at = ''): Violation {
  return { pointer: at + pointerOf(error), rule: error.keyword, message: messageOf(error) };
}

/**
 * The one error that helps most. Where alternatives (`anyOf`, `oneOf`) failed, every branch complains: the branch
 * that was left at the deepest place is the one that was meant; at equal depth the alternatives as a whole.
 */
export function tellingError(errors: readonly ErrorObject[]): ErrorObject | undefined {
  const told = withoutNullBranches(errors);
  let best = told.at(-1);
  for (const error of told) {
    if (best === undefined || depthOf(error) > depthOf(best)) best = error;
  }
  return best;
}

/** Of several errors at one place, the alternatives as a whole say it once. */
export function distinctErrors(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const told = withoutNullBranches(errors);
  const alternatives = new Set(told.filter(isAlternative).map(({ instancePath }) => instancePath));
  return told.filter((error) => isAlternative(error) || !alternatives.has(pointerOf(error)));
}

/** `anyOf: [X, { type: null }]` is how contracts write "X or null": what is wrong with X is all there is to say. */
function withoutNullBranches(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const nullable = new Set(errors.filter(isNullable).map(({ instancePath }) => instancePath));
  if (nullable.size === 0) return errors;
  return errors.filter(
    (error) => !isNullable(error) && !(nullable.has(error.instancePath) && wantsNull(error)),
  );
}

function isNullable(error: ErrorObject): boolean {
  const branches: unknown = error.schema;
  if (!isAlternative(error) || !Array.isArray(branches)) return false;
  return branches.filter((branch: unknown) => !isNullSchema(branch)).length === 1;
}

function isNullSchema(schema: unknown): boolean {
  return typeof schema === 'object' && schema !== null && 'type' in schema && schema.type === 'null';
}

function wantsNull({ keyword, params }: ErrorObject): boolean {
  return keyword === 'type' && params['type'] === 'null';
}

function isAlternative({ keyword }: ErrorObject): boolean {
  return keyword === 'anyOf' || keyword === 'oneOf';
}

function depthOf(error: ErrorObject): number {
  return pointerOf(error).split('/').length;
}

function pointerOf({ instancePath, keyword, params }: ErrorObject): string {
  const missing: unknown = keyword === 'required' ? params['missingProperty'] : undefined;
  return typeof missing === 'string' ? extendPointer(instancePath, missing) : instancePath;
}

/** The compiler's own words speak of the schema only; where they could be plainer, ours do. */
function messageOf({ keyword, params, message }: ErrorObject): string {
  switch (keyword) {
    case 'required':
      return 'is required but missing';
    case 'type':
      return `must be ${[params['type']].flat().join(' or ')}`;
    case 'enum':
      return `must be one of ${listed(params['allowedValues'])}`;
    case 'const':
      return `must be ${JSON.stringify(params['allowedValue'])}`;
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'must not have properties that the contract does not name';
    case 'anyOf':
    case 'oneOf':
      return 'must be one of the alternatives of the contract';
    case 'false schema':
      return 'must not be there';
    default:
      return message ?? `must satisfy ${keyword}`;
  }
}

function listed(values: unknown): string {
  const texts = Array.isArray(values) ? values.map((value) => JSON.stringify(value)) : [];
  const more = texts.length > MAX_LISTED_VALUES ? ', …' : '';
  return texts.slice(0, MAX_LISTED_VALUES).join(', ') + more;
}
