/** One part of a form, while it arrives: its body must be read to its end before the next part is asked for. */
export interface FormPart {
  readonly name: string;
  /** Undefined for a field. */
  readonly fileName: string | undefined;
  /** Undefined where the part says nothing. */
  readonly mediaType: string | undefined;
  readonly body: AsyncIterable<Buffer>;
}

/** A form that is none. */
export class MalformedForm extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MalformedForm';
  }
}

const MAX_HEAD_BYTES = 16 * 1024;
const LINE_END = Buffer.from('\r\n');
const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * The parts of a `multipart/form-data` body (RFC 7578), one after the other. Only what has arrived of one part is in
 * memory. Throws {@link MalformedForm}.
 */
export async function* readMultipart(
  pieces: AsyncIterable<Buffer>,
  boundary: string,
): AsyncGenerator<FormPart> {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // The first boundary may stand at the very beginning.
  const source = createSource(pieces, LINE_END);
  for await (const _ of bytesUntil(source, delimiter));
  while (await isFollowedByPart(source)) {
    const head = await readHead(source);
    const body = bytesUntil(source, delimiter);
    yield { ...head, body };
    for await (const _ of body);
  }
}

/** `multipart/form-data; boundary="x"` → `x`; undefined where there is none. */
export function boundaryOf(contentType: string): string | undefined {
  const match = /;\s*boundary=(?:"([^"]{1,70})"|([^;\s]{1,70}))/i.exec(contentType);
  return match?.[1] ?? match?.[2];
}

interface Source {
  held: Buffer;
  /** Adds what arrives next to what is held; false at the end. */
  fill(): Promise<boolean>;
}

function createSource(pieces: AsyncIterable<Buffer>, first: Buffer): Source {
  const iterator = pieces[Symbol.asyncIterator]();
  return {
    held: first,
    async fill() {
      const next = await iterator.next();
      if (next.done === true) return false;
      this.held = this.held.byteLength === 0 ? next.value : Buffer.concat([this.held, next.value]);
      return true;
    },
  };
}

/** What stands in front of the mark, which is taken as well. What may be its beginning is held back. */
async function* bytesUntil(source: Source, mark: Buffer): AsyncGenerator<Buffer> {
  for (;;) {
    const at = source.held.indexOf(mark);
    const end = at === -1 ? Math.max(0, source.held.byteLength - mark.byteLength + 1) : at;
    const piece = source.held.subarray(0, end);
    source.held = source.held.subarray(at === -1 ? end : at + mark.byteLength);
    if (piece.byteLength > 0) yield piece;
    if (at !== -1) return;
    if (!(await source.fill())) throw new MalformedForm('The form breaks off.');
  }
}

async function readText(source: Source, mark: Buffer): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of bytesUntil(source, mark)) {
    size += piece.byteLength;
    if (size > MAX_HEAD_BYTES) throw new MalformedForm('The head of a part is too long.');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** After a boundary stand two dashes at the end of the form, and nothing but white space before a part. */
async function isFollowedByPart(source: Source): Promise<boolean> {
  while (source.held.byteLength < 2)
    if (!(await source.fill())) throw new MalformedForm('The form breaks off.');
  if (source.held.subarray(0, 2).toString('latin1') === '--') {
    while (await source.fill()) source.held = Buffer.alloc(0);
    return false;
  }
  if ((await readText(source, LINE_END)).trim() !== '') throw new MalformedForm('A boundary is none.');
  source.held = Buffer.concat([LINE_END, source.held]);
  return true;
}

async function readHead(source: Source): Promise<Omit<FormPart, 'body'>> {
  const lines = (await readText(source, HEAD_END)).split('\r\n');
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const disposition = headers.get('content-disposition') ?? '';
  const name = parameterOf(disposition, 'name');
  if (name === undefined) throw new MalformedForm('A part has no name.');
  return { name, fileName: parameterOf(disposition, 'filename'), mediaType: headers.get('content-type') };
}

function parameterOf(header: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}="((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(header);
  return match?.[1]?.replaceAll(/\\(.)/g, '$1').replaceAll('%22', '"');
}
