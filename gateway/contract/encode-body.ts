import type { RequestBody } from './contract.ts';
import { essenceOf, isJsonMediaType } from './media-type.ts';

export interface EncodedBody {
  readonly mediaType: string;
  readonly text: string;
}

/** Writes bodies for one operation: as JSON in the first JSON media type of the contract, else as a form. */
export type BodyWriter = (body: unknown) => EncodedBody;

const FORM = 'application/x-www-form-urlencoded';

/** Undefined when the contract declares no media type that we can write. */
export function createBodyWriter(declared: RequestBody): BodyWriter | undefined {
  const written = writableMediaType(declared);
  if (written === undefined) return undefined;
  if (essenceOf(written) === FORM) return (body) => ({ mediaType: FORM, text: formText(body) });
  const mediaType = isJsonMediaType(written) ? written : 'application/json';
  return (body) => ({ mediaType, text: JSON.stringify(body) });
}

/** The declared media type that bodies are written in, if there is one. */
export function writableMediaType({ content }: RequestBody): string | undefined {
  const declared = [...content.keys()];
  return (
    declared.find((mediaType) => isJsonMediaType(mediaType) || takesJson(mediaType)) ??
    declared.find((mediaType) => essenceOf(mediaType) === FORM)
  );
}

/** A range that JSON lies in. */
export function takesJson(mediaType: string): boolean {
  return mediaType === '*/*' || mediaType === 'application/*';
}

/** Lists repeat their name; deeper values are JSON (OpenAPI 3.1, 4.8.15.1.2). */
function formText(body: unknown): string {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new TypeError('The body of a form must be an object.');
  }
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(body)) {
    for (const item of [value].flat()) {
      if (item !== null && item !== undefined) form.append(name, fieldText(item));
    }
  }
  return form.toString();
}

function fieldText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
