import type { GraphQLFieldResolver, GraphQLObjectType, GraphQLOutputType, GraphQLSchema } from 'graphql';
import {
  buildSchema,
  execute,
  GraphQLError,
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import { HttpResponse, http, type RequestHandler } from 'msw';

/** Example data of one client, and the schema that they fit. */
export interface WorkerSamples {
  /** What a client may see of its schema. */
  readonly sdl: string;
  /** Registered documents, by id. */
  readonly documents: Readonly<Record<string, string>>;
  /** The objects of all types; the first is the query type's, the second the mutation type's where there is one. */
  readonly objects: readonly SampleObject[];
  /** By `Type.field`: the arguments that say how long a list is, and the lists below that are meant. */
  readonly sizes: Readonly<Record<string, ListSizing>>;
}

export interface SampleObject {
  /** `Product` */
  readonly type: string;
  readonly fields: Readonly<Record<string, SampleValue>>;
}

/** Where the schema has an object, `{ "$": 3 }` stands for the fourth of `objects`; everything else is itself. */
export type SampleValue =
  | null
  | boolean
  | number
  | string
  | readonly SampleValue[]
  | { readonly [name: string]: SampleValue };

export interface ListSizing {
  readonly slicingArguments: readonly string[];
  readonly sizedFields: readonly string[];
}

/** One object while it is being answered. */
interface Source {
  readonly object: SampleObject;
  /** How long its lists may be, where the field above said so. */
  readonly sized: Readonly<Record<string, number>>;
}

/** One operation as a client sent it: its text, or the id of a registered one. */
interface Sent {
  readonly query: string | undefined;
  readonly documentId: string | undefined;
  readonly variables: Record<string, unknown> | undefined;
  readonly operationName: string | undefined;
}

interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLError[];
}

/**
 * MSW handlers that answer every document of a client from example data: any query that fits the schema, and
 * registered documents by their id. Nothing is remembered: a mutation answers with what it was given, and the next
 * query knows nothing of it. Whoever asks is taken to be signed in.
 * @param endpoint the path or address of the client's endpoint, `*\/graphql` when left out
 */
export function createWorkerEndpoint(data: WorkerSamples, endpoint = '*/graphql'): RequestHandler[] {
  const schema = buildSchema(data.sdl);
  const answer = async (sent: Sent | undefined) =>
    sent && HttpResponse.json<Answer>(await answerFrom(data, schema, sent));
  return [
    http.post(endpoint, async ({ request }) => answer(await sentInBody(request.clone()))),
    http.get(endpoint, ({ request }) => answer(sentInAddress(new URL(request.url).searchParams))),
  ];
}

/** What is no operation is left to other handlers. */
async function sentInBody(request: Request): Promise<Sent | undefined> {
  const body: unknown = await request.json().catch(() => undefined);
  return isRecord(body) ? sentIn(body) : undefined;
}

function sentInAddress(search: URLSearchParams): Sent | undefined {
  const variables = search.get('variables');
  return sentIn({
    ...Object.fromEntries(search),
    variables: variables === null ? undefined : (JSON.parse(variables) as unknown),
  });
}

function sentIn({ query, documentId, variables, operationName }: Record<string, unknown>): Sent | undefined {
  if (typeof query !== 'string' && typeof documentId !== 'string') return undefined;
  return {
    query: typeof query === 'string' ? query : undefined,
    documentId: typeof documentId === 'string' ? documentId : undefined,
    variables: isRecord(variables) ? variables : undefined,
    operationName: typeof operationName === 'string' ? operationName : undefined,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function answerFrom(
  data: WorkerSamples,
  schema: GraphQLSchema,
  { query: text, documentId, variables, operationName }: Sent,
): Promise<Answer> {
  const query = text ?? data.documents[documentId ?? ''];
  if (query === undefined)
    return { errors: [new GraphQLError(`No document is registered as ${documentId}.`)] };
  try {
    const document = parse(query);
    const errors = validate(schema, document);
    if (errors.length > 0) return { errors };
    return await execute({
      schema,
      document,
      variableValues: variables,
      operationName,
      rootValue: undefined,
      fieldResolver: createResolver(data, schema),
      typeResolver: (value) => (isSource(value) ? value.object.type : undefined),
    });
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
}

function isSource(value: unknown): value is Source {
  return isRecord(value) && isRecord(value['object']);
}

function createResolver(data: WorkerSamples, schema: GraphQLSchema): GraphQLFieldResolver<unknown, unknown> {
  return (parent, args, _context, { fieldName, parentType, returnType }) => {
    const source = isSource(parent) ? parent : rootOf(data, parentType);
    const sizing = data.sizes[`${parentType.name}.${fieldName}`];
    const wanted = wantedLength(sizing, args) ?? source?.sized[fieldName];
    const named = getNamedType(returnType);
    const value = source?.object.fields[fieldName];
    if (isLeafType(named)) return shortened(value ?? leafOf(returnType), wanted);
    const sized = sizing === undefined || wanted === undefined ? {} : sizedBy(sizing, wanted);
    const here: Lookup = { data, types: possibleTypes(schema, returnType), args, sized };
    const found = value ?? (isNonNullType(returnType) ? placeholder(here, returnType) : null);
    return shortened(objectsOf(here, found), wanted);
  };
}

function rootOf({ objects }: WorkerSamples, type: GraphQLObjectType): Source | undefined {
  const object = objects.find((one) => one.type === type.name);
  return object && { object, sized: {} };
}

function wantedLength(
  sizing: ListSizing | undefined,
  args: Readonly<Record<string, unknown>>,
): number | undefined {
  const lengths =
    sizing?.slicingArguments.map((name) => args[name]).filter((length) => typeof length === 'number') ?? [];
  return lengths.length === 0 ? undefined : Math.max(0, ...lengths);
}

function sizedBy({ sizedFields }: ListSizing, length: number): Readonly<Record<string, number>> {
  return Object.fromEntries(sizedFields.map((field) => [field, length]));
}

function shortened(value: unknown, length: number | undefined): unknown {
  return Array.isArray(value) && length !== undefined ? value.slice(0, length) : value;
}

interface Lookup {
  readonly data: WorkerSamples;
  readonly types: readonly GraphQLObjectType[];
  readonly args: Readonly<Record<string, unknown>>;
  readonly sized: Readonly<Record<string, number>>;
}

function possibleTypes(schema: GraphQLSchema, type: GraphQLOutputType): readonly GraphQLObjectType[] {
  const named = getNamedType(type);
  if (isAbstractType(named)) return schema.getPossibleTypes(named);
  return isObjectType(named) ? [named] : [];
}

function objectsOf(here: Lookup, value: SampleValue): Source | null | readonly unknown[] {
  if (Array.isArray(value)) return value.map((item: SampleValue) => withoutArguments(here, item));
  const object = objectAt(here.data, value);
  return object === undefined ? null : { object: asked(here, object), sized: here.sized };
}

/** What stands in a list is not what the arguments of the list are about. */
function withoutArguments(here: Lookup, value: SampleValue): unknown {
  return objectsOf({ ...here, args: {} }, value);
}

function objectAt({ objects }: WorkerSamples, value: SampleValue): SampleObject | undefined {
  const index = isRecord(value) ? value['$'] : undefined;
  return typeof index === 'number' ? objects[index] : undefined;
}

/** The object that the arguments name (`product(id: "kettle")`), else this one with what the arguments say of it. */
function asked({ data, types, args }: Lookup, object: SampleObject): SampleObject {
  const type = types.find(({ name }) => name === object.type);
  if (type === undefined) return object;
  const said = saidOf(type, args);
  const keys = Object.entries(said).filter(
    ([name]) => getNamedType(type.getFields()[name]?.type)?.name === 'ID',
  );
  const known = data.objects.find(
    (other) =>
      other.type === type.name && keys.length > 0 && keys.every(([name, key]) => other.fields[name] === key),
  );
  return known ?? { ...object, fields: { ...object.fields, ...said } };
}

/** Arguments, and fields of input objects, that have the name of a leaf field. */
function saidOf(
  type: GraphQLObjectType,
  args: Readonly<Record<string, unknown>>,
): Record<string, SampleValue> {
  const said: Record<string, SampleValue> = {};
  for (const [name, value] of Object.entries(args)) {
    if (isRecord(value)) Object.assign(said, saidOf(type, value));
    const field = type.getFields()[name];
    if (field === undefined || !isLeafType(getNullableType(field.type))) continue;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      said[name] = value;
    if (value === null && !isNonNullType(field.type)) said[name] = null;
  }
  return said;
}

/** Any object of the type, where the examples have none and null is not allowed. */
function placeholder({ data, types }: Lookup, type: GraphQLOutputType): SampleValue {
  if (isListType(getNullableType(type))) return [];
  const index = data.objects.findIndex(({ type: made }) => types.some(({ name }) => name === made));
  return { $: index };
}

const LEAVES: Readonly<Record<string, SampleValue>> = {
  Int: 1,
  Float: 1.5,
  Boolean: true,
  DateTime: '2026-01-01T00:00:00Z',
  Date: '2026-01-01',
  BigInt: '1',
  Decimal: '1.00',
};

function leafOf(type: GraphQLOutputType): SampleValue {
  if (!isNonNullType(type)) return null;
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [];
  if (isEnumType(nullable)) return nullable.getValues()[0]?.name ?? null;
  return LEAVES[String(nullable)] ?? 'text';
}
