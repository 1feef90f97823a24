import { existsSync, readdirSync, readFileSync } from 'node:fs';
import {
  type BoundField,
  type BoundSchema,
  bindSchema,
  checkSchema,
  type SchemaSource,
  type Shape,
} from '#binding';
import { type Contract, type JsonObject, parseContract } from '#contract';

const FIXTURES = new URL('../../fixtures/bindings/', import.meta.url);

/** The names of the folders with one mistake each: `GH012-unknown-parameter`. */
export function fixtureNames(): readonly string[] {
  return readdirSync(FIXTURES).filter((name) => name.startsWith('GH'));
}

export function readFixture(path: string): string {
  return readFileSync(new URL(path, FIXTURES), 'utf8');
}

/** All contracts of one folder, by the names of their files, with their overlays. @throws ContractError */
export function readContracts(folder: string): readonly Contract[] {
  const all = readdirSync(new URL(`${folder}/`, FIXTURES));
  const files = all.filter((file) => file.endsWith('.openapi.yaml'));
  return files.toSorted().map((file) => {
    const [service = file] = file.split('.');
    const overlay = all.includes(`${service}.overlay.yaml`)
      ? { file: `${service}.overlay.yaml`, text: readFixture(`${folder}/${service}.overlay.yaml`) }
      : undefined;
    return parseContract({ service, file, text: readFixture(`${folder}/${file}`), overlay });
  });
}

/** The functions that `resolvers.json` of a folder names, where there is one: `{ "Product": ["discount"] }`. */
export function readFunctions(folder: string): Pick<SchemaSource, 'resolvers'> {
  const file = `${folder}/resolvers.json`;
  if (!existsSync(new URL(file, FIXTURES))) return {};
  const named: Record<string, string[]> = JSON.parse(readFixture(file));
  const functions = Object.entries(named).map(
    ([type, names]) => [type, Object.fromEntries(names.map((name) => [name, () => []]))] as const,
  );
  return { resolvers: Object.fromEntries(functions) };
}

/** The contracts of the examples in `docs/binding-language.md` and `docs/binding-reference.md`. */
export const exampleContracts: readonly Contract[] = readContracts('language');

/** A contract `shop` from paths and schemas in the test itself. */
export function shopContract(paths: JsonObject, schemas: JsonObject = {}): Contract {
  const login = {
    type: 'oauth2',
    flows: { clientCredentials: { tokenUrl: 'https://login.example', scopes: {} } },
  };
  const components = { schemas, securitySchemes: { login } };
  const document = { openapi: '3.1.0', info: { title: 'Shop', version: '1' }, paths, components };
  return parseContract({
    service: 'shop',
    file: 'shop.openapi.json',
    text: JSON.stringify(document, null, 2),
  });
}

/** A contract whose only operation, `shop.read`, answers this schema. */
export function answering(schema: JsonObject, schemas: JsonObject = {}): readonly Contract[] {
  return [
    shopContract({ '/read': { get: { operationId: 'read', responses: { 200: ok(schema) } } } }, schemas),
  ];
}

export function ok(schema: JsonObject): JsonObject {
  return { description: '', content: { 'application/json': { schema } } };
}

/** @throws BindingError, so that a test shows what was found. */
export function bind(
  text: string,
  contracts: readonly Contract[] = exampleContracts,
  config: JsonObject = {},
): BoundSchema {
  return bindSchema({ client: 'web', sdl: { file: 'web.graphql', text }, contracts, config });
}

/** The codes of everything that is found, in order. */
export function codesOf(text: string, contracts: readonly Contract[] = exampleContracts): readonly string[] {
  const { diagnostics } = checkSchema({ client: 'web', sdl: { file: 'web.graphql', text }, contracts });
  return diagnostics.map(({ code }) => code);
}

/** The field at `Query.product.seller`, followed through the shapes. */
export function fieldAt(bound: BoundSchema, path: string): BoundField {
  const [root, ...names] = path.split('.');
  const { query, mutation, subscription } = bound.roots;
  const start = root === 'Mutation' ? mutation : root === 'Subscription' ? subscription : query;
  let shape: Shape | undefined = start;
  let field: BoundField | undefined;
  for (const name of names) {
    field = shape?.fields.get(name);
    shape = field && shapeBelow(field);
  }
  if (field === undefined) throw new Error(`${path} is not bound`);
  return field;
}

function shapeBelow(field: BoundField): Shape | undefined {
  if (field.kind === 'group') return field.shape;
  let { value } = field;
  while (value.kind === 'list') value = value.item;
  return value.kind === 'object' ? value.shape : undefined;
}
