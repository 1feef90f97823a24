import { fullFormats } from 'ajv-formats/dist/formats.js';

/** Whether text or a number has a format of JSON Schema or OpenAPI; everything has a format that nobody knows. */
export function fitsFormat(format: string, value: string | number): boolean {
  const known: unknown = Object.hasOwn(fullFormats, format) ? Reflect.get(fullFormats, format) : true;
  return holds(known, value);
}

/** A format is a pattern, a function, or an object that holds one of them and says which values it is about. */
function holds(check: unknown, value: string | number): boolean {
  if (check instanceof RegExp) {
    check.lastIndex = 0;
    return typeof value !== 'string' || check.test(value);
  }
  if (typeof check === 'function') return typeof value !== 'string' || check(value) === true;
  if (typeof check !== 'object' || check === null || !('validate' in check)) return true;
  const isAboutNumbers = 'type' in check && check.type === 'number';
  if (isAboutNumbers !== (typeof value === 'number')) return true;
  const { validate } = check;
  return typeof validate === 'function' ? validate(value) === true : holds(validate, value);
}
