import type { Json, SchemaNode } from '#contract';
import { essenceOf, isJsonType } from './choose-media-type.ts';
import { isObject, listOf } from './read-pointer.ts';
import { sampleFile } from './sample-file.ts';
import { writeXml } from './write-xml.ts';

/** A body as it is sent, and the media type that goes with it. */
export interface WrittenBody {
  readonly mediaType: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/** A value in the form that a media type asks for; undefined as a value stands for "anything of this type". */
export function writeBody(mediaType: string, value: Json | undefined, schema?: SchemaNode): WrittenBody {
  const essence = essenceOf(mediaType) ?? '';
  if (essence.startsWith('multipart/')) return writeMultipart(mediaType, value);
  return { mediaType, body: writeEssence(essence, value, schema) };
}

const BOUNDARY = 'gatehouse-mock';
const EVENTS = 3;

function writeEssence(
  essence: string,
  value: Json | undefined,
  schema: SchemaNode | undefined,
): string | Uint8Array<ArrayBuffer> {
  if (isJsonType(essence)) return JSON.stringify(value === undefined ? {} : value);
  const file = typeof value === 'string' || value === undefined ? sampleFile(essence) : undefined;
  if (file !== undefined && value === undefined) return file;
  if (essence === 'text/event-stream') return writeEvents(value ?? 'sample');
  if (/^application\/(?:x-)?(?:ndjson|jsonl?|jsonlines|json-seq|stream\+json)$|json-?lines$/.test(essence))
    return writeLines(value ?? {}, essence === 'application/json-seq' ? '\u001e' : '');
  if (essence === 'text/csv') return writeCsv(value ?? 'sample');
  if (essence === 'application/x-www-form-urlencoded') return writeForm(value ?? {});
  if (typeof value === 'string') return value;
  if (/[/+]xml$/.test(essence)) return writeXml(value ?? 'sample', schema);
  if (value === undefined) return 'sample';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A few events and then the end, so that a client sees a stream and how it closes. */
function writeEvents(value: Json): string {
  const events = Array.isArray(value) ? listOf(value) : Array.from({ length: EVENTS }, () => value);
  return events.map((event, index) => `id: ${index + 1}\n${dataLines(event)}\n`).join('\n');
}

function dataLines(event: Json): string {
  const text = typeof event === 'string' ? event : JSON.stringify(event);
  return text
    .split('\n')
    .map((line) => `data: ${line}`)
    .join('\n');
}

function writeLines(value: Json, mark: string): string {
  if (typeof value === 'string') return value;
  const items = Array.isArray(value) ? listOf(value) : [value];
  return items.map((item) => `${mark}${JSON.stringify(item)}\n`).join('');
}

/** A header and a row for each object. */
function writeCsv(value: Json): string {
  if (typeof value === 'string') return value;
  const rows = Array.isArray(value) ? listOf(value) : [value];
  const names = [...new Set(rows.flatMap((row) => (isObject(row) ? Object.keys(row) : [])))];
  if (names.length === 0)
    return rows.map((row) => writeRow(Array.isArray(row) ? listOf(row) : [row])).join('\r\n');
  const table = rows.map((row) => names.map((name) => (isObject(row) ? (row[name] ?? null) : null)));
  return [names, ...table].map(writeRow).join('\r\n');
}

function writeRow(cells: readonly Json[]): string {
  return cells.map(writeCell).join(',');
}

function writeCell(cell: Json): string {
  if (cell === null) return '';
  const text = typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function writeForm(value: Json): string {
  if (!isObject(value)) return typeof value === 'string' ? value : JSON.stringify(value);
  const form = new URLSearchParams();
  for (const [name, item] of Object.entries(value)) form.append(name, writeCell(item));
  return form.toString();
}

function writeMultipart(mediaType: string, value: Json | undefined): WrittenBody {
  const fields = isObject(value) ? Object.entries(value) : [['part', value ?? 'sample'] as const];
  const parts = fields.map(
    ([name, item]) =>
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${encodeURIComponent(name)}"\r\n\r\n${writeCell(item)}\r\n`,
  );
  return { mediaType: `${mediaType}; boundary=${BOUNDARY}`, body: `${parts.join('')}--${BOUNDARY}--\r\n` };
}
