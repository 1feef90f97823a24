import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Contract, type JsonObject, loadContracts, loadYaml } from './contract/index.ts';

/** All that one client's gateway serves, as read from `schemas/`. Nothing is bound yet. */
export interface ClientSchemas {
  /** `web` */
  readonly client: string;
  readonly sdl: { readonly file: string; readonly text: string };
  readonly contracts: readonly Contract[];
  /** What `$config.<name>` reads. @default nothing */
  readonly config?: JsonObject;
  /** By id: `sha256:` and 64 lower-case hexadecimal digits. */
  readonly documents: ReadonlyMap<string, TrustedDocument>;
}

export interface TrustedDocument {
  /** The name of its operation: `ProductPage`. */
  readonly name: string;
  readonly file: string;
  readonly text: string;
}

/** Files that are missing, or do not fit each other. */
export class SchemaFilesError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'SchemaFilesError';
    this.problems = problems;
  }
}

export interface SchemasOptions {
  /** Of `schemas/`, with a slash at its end. */
  readonly directory: URL;
  readonly client: string;
}

/** @throws SchemaFilesError; ContractError for mistakes in contracts and in the configuration */
export async function readSchemas({ directory, client }: SchemasOptions): Promise<ClientSchemas> {
  const file = `schemas/clients/${client}.graphql`;
  const [contracts, text, config, documents] = await Promise.all([
    loadContracts(new URL('services/', directory)),
    readText(directory, file, `write the schema of ${client} there`),
    loadYaml(new URL(`clients/${client}.config.yaml`, directory), 'configuration'),
    readDocuments(directory, `schemas/generated/${client}/manifest.json`),
  ]);
  return { client, sdl: { file, text }, contracts, config: config ?? {}, documents };
}

const REMEDY = 'run npm run generate';

async function readDocuments(directory: URL, file: string): Promise<ReadonlyMap<string, TrustedDocument>> {
  const manifest = parseManifest(file, await readText(directory, file, REMEDY));
  const read = await Promise.allSettled(
    manifest.map(async ([id, entry]) => [id, await readDocument(directory, id, entry)] as const),
  );
  const failures = read.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  if (failures.length > 0) throw new SchemaFilesError(failures.map(problemOf));
  return new Map(read.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])));
}

type Entry = Omit<TrustedDocument, 'text'>;

/** The text is the file's exact bytes, so that the id which an app was built with stays the id of this text. */
async function readDocument(directory: URL, id: string, { name, file }: Entry): Promise<TrustedDocument> {
  const text = await readText(directory, file, REMEDY);
  const actual = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  if (actual !== id)
    throw new SchemaFilesError([`${file} is not the text that is registered as ${id}: ${REMEDY}`]);
  return { name, file, text };
}

function parseManifest(file: string, text: string): [id: string, Entry][] {
  const manifest = parseJson(text);
  if (!isRecord(manifest)) throw new SchemaFilesError([`${file} is not a JSON object: ${REMEDY}`]);
  return Object.entries(manifest).map(([id, entry]) => {
    if (isRecord(entry) && typeof entry['name'] === 'string' && typeof entry['file'] === 'string') {
      return [id, { name: entry['name'], file: entry['file'] }];
    }
    throw new SchemaFilesError([`${file} has no name and file at ${id}: ${REMEDY}`]);
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `file` is written as people see it, from the folder that `schemas/` lies in. */
async function readText(directory: URL, file: string, remedy: string): Promise<string> {
  const inside = /^schemas\/((?:[\w-][\w.-]*\/)*[\w-][\w.-]*)$/.exec(file)?.[1];
  if (inside === undefined) throw new SchemaFilesError([`${file} does not lie in schemas/: ${remedy}`]);
  try {
    return await readFile(new URL(inside, directory), 'utf8');
  } catch {
    throw new SchemaFilesError([`${file} cannot be read: ${remedy}`]);
  }
}

function problemOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
