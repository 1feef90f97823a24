import type { Parameter } from './contract.ts';
import { type ParameterShape, refuse, shapeOf, textOf } from './parameter-shape.ts';

/** The styles of OpenAPI 3.1, 4.8.12.2, after RFC 6570. `key` is what a refusal calls the parameter. */
type Encode = (text: string) => string;

/** Undefined when there is nothing to send. The result never holds `/`, `?`, `#`, or a `%` that is not an escape. */
export function encodePathParameter(parameter: Parameter, value: unknown, key: string): string | undefined {
  if (parameter.style === 'content') return percentEncode(jsonText(value, key));
  const shape = shapeOf(value, key);
  if (shape === undefined) return undefined;
  // As a whole segment these would climb (RFC 3986, 5.2.4), also where a server decodes before it resolves.
  if (shape.kind === 'scalar' && /^\.{0,2}$/.test(shape.text)) {
    throw refuse(key, shape.text === '' ? 'minLength' : 'pattern');
  }
  if (parameter.style === 'matrix') return matrix(shape, parameter);
  if (parameter.style === 'label') {
    return `.${joined(shape, parameter.explode, parameter.explode ? '.' : ',', encodeLabel)}`;
  }
  return joined(shape, parameter.explode, ',', percentEncode);
}

/**
 * The `name=value` pieces between `&`s.
 *
 * @param taken names of all query parameters: an exploded object must not speak for another parameter.
 */
export function encodeQueryParameter(
  parameter: Parameter,
  value: unknown,
  key: string,
  taken: ReadonlySet<string>,
): readonly string[] {
  const { name, style, explode } = parameter;
  if (style === 'content') return [`${percentEncode(name)}=${percentEncode(jsonText(value, key))}`];
  if (style === 'deepObject') return deepPieces(percentEncode(name), value, key);
  const shape = shapeOf(value, key);
  if (shape === undefined) return [];
  if (explode) {
    if (shape.kind === 'object' && shape.entries.some(([member]) => member !== name && taken.has(member))) {
      throw refuse(key, 'propertyNames');
    }
    return formPieces(shape, name, parameter.allowReserved ? encodeReserved : percentEncode);
  }
  return [`${percentEncode(name)}=${delimited(shape, parameter, key)}`];
}

/** Verbatim, as OpenAPI demands of headers; what would end or split the header is refused. */
export function encodeHeaderParameter(parameter: Parameter, value: unknown, key: string): string | undefined {
  if (parameter.style === 'content') return asciiOnly(jsonText(value, key));
  const shape = shapeOf(value, key);
  if (shape === undefined) return undefined;
  if (shape.kind === 'scalar') return headerText(shape.text, key);
  const delimiters = shape.kind === 'object' && parameter.explode ? /[,=]/ : /,/;
  return joined(shape, parameter.explode, ',', (text) =>
    headerText(withoutDelimiter(text, delimiters, key), key),
  );
}

/** The `name=value` pairs of the `Cookie` header. */
export function encodeCookieParameter(parameter: Parameter, value: unknown, key: string): readonly string[] {
  const { name, style, explode } = parameter;
  if (style === 'content') return [`${percentEncode(name)}=${percentEncode(jsonText(value, key))}`];
  const shape = shapeOf(value, key);
  if (shape === undefined) return [];
  return explode
    ? formPieces(shape, name, percentEncode)
    : [`${percentEncode(name)}=${joined(shape, false, ',', percentEncode)}`];
}

/** Everything but RFC 3986's unreserved characters. */
export function percentEncode(text: string): string {
  if (/^[\w\-.~]*$/.test(text)) return text;
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, escapeByte);
}

function escapeByte(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** A dot separates in an exploded label; and `.` with `%2E` after it would still be a dot segment, see `fillTemplate`. */
function encodeLabel(text: string): string {
  return percentEncode(text).replaceAll('.', '%2E');
}

/** `allowReserved`: the reserved characters that can neither end the value nor the query. */
function encodeReserved(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9\-._~:/?@!$'()*,;=]+/g, encodeURIComponent);
}

function encodeReservedInList(text: string): string {
  return encodeReserved(text).replaceAll(/[,=]/g, escapeByte);
}

/** `a,b`, `k,v,k,v`, or `k=v,k=v`. */
function joined(shape: ParameterShape, explode: boolean, separator: string, encode: Encode): string {
  if (shape.kind === 'scalar') return encode(shape.text);
  if (shape.kind === 'list') return shape.texts.map(encode).join(separator);
  const between = explode ? '=' : separator;
  return shape.entries.map(([name, text]) => encode(name) + between + encode(text)).join(separator);
}

function matrix(shape: ParameterShape, { name, explode }: Parameter): string {
  const prefix = `;${percentEncode(name)}`;
  if (!explode || shape.kind === 'scalar') return `${prefix}=${joined(shape, false, ',', percentEncode)}`;
  if (shape.kind === 'list') return shape.texts.map((text) => `${prefix}=${percentEncode(text)}`).join('');
  return shape.entries.map(([member, text]) => `;${percentEncode(member)}=${percentEncode(text)}`).join('');
}

function formPieces(shape: ParameterShape, name: string, encode: Encode): readonly string[] {
  if (shape.kind === 'scalar') return [`${percentEncode(name)}=${encode(shape.text)}`];
  if (shape.kind === 'list') return shape.texts.map((text) => `${percentEncode(name)}=${encode(text)}`);
  return shape.entries.map(([member, text]) => `${percentEncode(member)}=${encode(text)}`);
}

function delimited(shape: ParameterShape, { style, allowReserved }: Parameter, key: string): string {
  if (shape.kind === 'scalar') return (allowReserved ? encodeReserved : percentEncode)(shape.text);
  const encode = allowReserved ? encodeReservedInList : percentEncode;
  // Space and pipe are escaped as delimiters already: inside a value they could not be told apart.
  if (style === 'spaceDelimited') {
    return joined(shape, false, '%20', (text) => encode(withoutDelimiter(text, / /, key)));
  }
  if (style === 'pipeDelimited') {
    return joined(shape, false, '%7C', (text) => encode(withoutDelimiter(text, /\|/, key)));
  }
  return joined(shape, false, ',', encode);
}

/** `name[a]=1&name[b][c]=2`; lists repeat their name. */
function deepPieces(prefix: string, value: unknown, key: string): readonly string[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((item) => deepPieces(prefix, item, key));
  if (typeof value !== 'object') return [`${prefix}=${percentEncode(textOf(value, key))}`];
  return Object.entries(value).flatMap(([name, item]) => {
    const member = percentEncode(withoutDelimiter(textOf(name, key), /[[\]]/, key));
    return deepPieces(`${prefix}%5B${member}%5D`, item, key);
  });
}

function withoutDelimiter(text: string, delimiters: RegExp, key: string): string {
  if (delimiters.test(text)) throw refuse(key, 'pattern');
  return text;
}

/** RFC 9110, 5.5: what is not visible ASCII, space or tab has no agreed meaning in a header, and CR and LF end it. */
function headerText(text: string, key: string): string {
  if (!/^[\t\u0020-\u007e]*$/.test(text)) throw refuse(key, 'pattern');
  return text;
}

function jsonText(value: unknown, key: string): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new TypeError(`The parameter ${key} must be JSON.`);
  return textOf(text, key);
}

function asciiOnly(json: string): string {
  return json.replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
