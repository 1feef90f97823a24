import type { Json, SourcePosition } from './contract.ts';
import type { ContractProblem } from './contract-error.ts';
import { extendPointer } from './json-pointer.ts';
import { isJsonArray, isJsonObject } from './json-value.ts';
import type { SourceDocument } from './read-document.ts';

/** Reads what a reference leads to. Rejects with what to tell when it cannot. */
export type ReadReferenced = (location: URL) => Promise<SourceDocument>;

/** Where files of references go: below the document's own root, out of the way of OpenAPI's names. */
const BUNDLED = 'x-bundled';
/** More files than anybody splits a contract into. */
const MAX_FILES = 2_000;
/** What stands below these keys is data: a `$ref` in it is only text. */
const DATA_KEYS: ReadonlySet<string> = new Set(['example', 'default', 'const', 'enum']);

type Rewritable = Record<string, Json>;

interface BundledFile {
  readonly location: string;
  /** Where its document begins in the bundle: `''` for the first one. */
  readonly pointer: string;
  readonly source: SourceDocument;
}

/**
 * Brings the files that a document's references lead to into the document, so that each reference is a pointer:
 * other files, `$anchor`s and `$id`s included. Changes the document in place.
 */
export async function bundleDocument(
  root: SourceDocument,
  location: URL,
  read: ReadReferenced,
): Promise<{ readonly source: SourceDocument; readonly problems: readonly ContractProblem[] }> {
  const bundle = new Bundle(root, location, read);
  await bundle.complete();
  return {
    source: { json: root.json, locate: (pointer) => bundle.locate(pointer) },
    problems: bundle.problems,
  };
}

class Bundle {
  readonly problems: ContractProblem[] = [];
  readonly #root: SourceDocument;
  readonly #read: ReadReferenced;
  readonly #files: BundledFile[];
  /** By location; undefined once it is known that it cannot be read. */
  readonly #pointers = new Map<string, string | undefined>();
  readonly #names = new Map<string, string>();
  readonly #added: Rewritable = {};

  constructor(root: SourceDocument, location: URL, read: ReadReferenced) {
    this.#root = root;
    this.#read = read;
    this.#files = [{ location: location.href, pointer: '', source: root }];
    this.#pointers.set(location.href, '');
  }

  /** Grows while it goes on: what a file refers to is brought in as well. */
  async complete(): Promise<void> {
    for (let index = 0; index < this.#files.length; index += 1) {
      const file = this.#files[index];
      if (file !== undefined) await this.#take(file);
    }
    if (this.#files.length > 1) Object.assign(this.#root.json, { [BUNDLED]: this.#added });
  }

  locate(pointer: string): SourcePosition {
    const [, first, name = ''] = pointer.split('/', 3);
    const file = first === BUNDLED ? this.#files[Number(name)] : this.#files[0];
    if (file === undefined) return this.#root.locate(pointer);
    return file.source.locate(pointer.slice(file.pointer.length));
  }

  async #take(file: BundledFile): Promise<void> {
    this.#collectNames(file, file.source.json, file.pointer);
    const references = [...referencesIn(file.source.json, file.pointer)];
    for (const { holder, pointer } of references) {
      const { $ref } = holder;
      if (typeof $ref !== 'string') continue;
      const target = await this.#resolve(file, $ref, pointer);
      if (target !== undefined) holder['$ref'] = target;
    }
  }

  /** `$anchor` and `$id` give a place a name that is no pointer. */
  #collectNames(file: BundledFile, json: Json, pointer: string): void {
    if (isJsonArray(json))
      json.forEach((item, index) => this.#collectNames(file, item, `${pointer}/${index}`));
    if (!isJsonObject(json)) return;
    for (const [key, value] of Object.entries(json)) {
      if (typeof value === 'string' && (key === '$anchor' || key === '$dynamicAnchor'))
        this.#names.set(`${file.location}#${value}`, pointer);
      else if (typeof value === 'string' && key === '$id') this.#nameId(file, value, pointer);
      else if (!DATA_KEYS.has(key)) this.#collectNames(file, value, extendPointer(pointer, key));
    }
  }

  #nameId(file: BundledFile, id: string, pointer: string): void {
    const location = URL.parse(id, file.location);
    if (location !== null) this.#names.set(location.href, pointer);
  }

  /** The reference as a pointer of the bundle; undefined when it is one already, or cannot be followed. */
  async #resolve(file: BundledFile, reference: string, holder: string): Promise<string | undefined> {
    const [path, fragment] = splitReference(reference);
    if (path === '' && (fragment === '' || fragment.startsWith('/'))) {
      return file.pointer === '' ? undefined : `#${file.pointer}${fragment}`;
    }
    const location = path === '' ? file.location : URL.parse(path, file.location)?.href;
    if (location === undefined) return undefined;
    const named = this.#names.get(fragment === '' ? location : `${location}#${fragment}`);
    if (named !== undefined) return `#${encodeURI(named)}`;
    const pointer = await this.#pointerOf(location, file, holder);
    return pointer === undefined ? undefined : this.#within(location, pointer, fragment);
  }

  #within(location: string, pointer: string, fragment: string): string {
    if (fragment === '' || fragment.startsWith('/')) return `#${pointer}${fragment}`;
    const named = this.#names.get(`${location}#${fragment}`);
    return named === undefined ? `#${pointer}/${fragment}` : `#${encodeURI(named)}`;
  }

  async #pointerOf(location: string, file: BundledFile, holder: string): Promise<string | undefined> {
    if (this.#pointers.has(location)) return this.#pointers.get(location);
    try {
      if (this.#files.length > MAX_FILES) throw new Error(`there are more than ${MAX_FILES} files`);
      const source = await this.#read(new URL(location));
      const pointer = `/${BUNDLED}/${this.#files.length}`;
      const added = { location, pointer, source };
      this.#added[String(this.#files.length)] = source.json;
      this.#files.push(added);
      this.#pointers.set(location, pointer);
      this.#collectNames(added, source.json, pointer);
      return pointer;
    } catch (error) {
      this.#pointers.set(location, undefined);
      const reason = error instanceof Error ? error.message : String(error);
      const position = file.source.locate(holder.slice(file.pointer.length));
      this.problems.push({ message: `$ref leads to ${location}, which cannot be read: ${reason}`, position });
      return undefined;
    }
  }
}

function splitReference(reference: string): readonly [path: string, fragment: string] {
  const at = reference.indexOf('#');
  return at < 0 ? [reference, ''] : [reference.slice(0, at), reference.slice(at + 1)];
}

function* referencesIn(
  json: Json,
  pointer: string,
): Generator<{ readonly holder: Rewritable; readonly pointer: string }> {
  if (isJsonArray(json)) {
    for (const [index, item] of json.entries()) yield* referencesIn(item, `${pointer}/${index}`);
    return;
  }
  if (!isJsonObject(json)) return;
  if (typeof json['$ref'] === 'string') yield { holder: json, pointer };
  for (const [key, value] of Object.entries(json)) {
    if (typeof value === 'object' && !DATA_KEYS.has(key))
      yield* referencesIn(value, extendPointer(pointer, key));
  }
}
