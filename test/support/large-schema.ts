import type { Json } from '#contract';

export interface LargeSchemaOptions {
  /** Object types of the client's schema. All of them lead to one another, by nesting and by joins. */
  readonly types: number;
  /** The least size of the contract; descriptions fill it. @default as small as it comes */
  readonly contractBytes?: number;
}

export interface LargeSchema {
  readonly sdl: string;
  /** The contract `large`: OpenAPI 3.1 in JSON. */
  readonly contract: string;
}

/**
 * A client schema and its contract as generators make them: each type is read by its key, listed by keys, created from
 * an input, nested in others and joined from others. Equal options give equal texts.
 */
export function largeSchema({ types, contractBytes = 0 }: LargeSchemaOptions): LargeSchema {
  const bare = JSON.stringify(contractOf(types, ''));
  const missing = Math.max(0, contractBytes - bare.length);
  const prose = 'What this is for, said at length. '.repeat(Math.ceil(missing / types / 34 / PROPERTIES));
  return { sdl: sdlOf(types), contract: prose === '' ? bare : JSON.stringify(contractOf(types, prose)) };
}

/** Plain properties of each schema. */
const PROPERTIES = 8;
const STATUSES = ['open', 'closed', 'in-doubt'];

/** Three other types that a type leads to. */
function othersOf(index: number, types: number): readonly number[] {
  return [7, 11, 13].map((factor) => (index * factor + 1) % types);
}

function sdlOf(types: number): string {
  const all = Array.from({ length: types }, (_, index) => index);
  const queries = all.map(
    (index) => `  t${index}(id: ID!): T${index} @public @rest(operation: "large.getT${index}")`,
  );
  const mutations = all.map(
    (index) =>
      `  addT${index}(input: T${index}Input!): T${index} @public @rest(operation: "large.addT${index}", body: "$args.input")`,
  );
  return [
    `type Query {\n${queries.join('\n')}\n}`,
    `type Mutation {\n${mutations.join('\n')}\n}`,
    'enum Status { OPEN CLOSED IN_DOUBT }',
    ...all.map((index) => typeOf(index, types)),
    ...all.map((index) => `input T${index}Input {\n${plainFields()}\n  status: Status!\n}`),
  ].join('\n');
}

function plainFields(): string {
  return Array.from({ length: PROPERTIES }, (_, at) => `  p${at}: ${at % 2 === 0 ? 'String!' : 'Int'}`).join(
    '\n',
  );
}

function typeOf(index: number, types: number): string {
  const [nested, listed, joined] = othersOf(index, types);
  return `type T${index} {
  id: ID!
${plainFields()}
  status: Status!
  nested: T${nested}
  listed: [T${listed}!]
  joined: T${joined} @public @join(operation: "large.listT${joined}", on: { ids: "$parent.joinedId" }, match: { id: "$parent.joinedId" })
}`;
}

function contractOf(types: number, prose: string): Json {
  const all = Array.from({ length: types }, (_, index) => index);
  return {
    openapi: '3.1.0',
    info: { title: 'Large', version: '1' },
    paths: Object.fromEntries(all.flatMap(pathsOf)),
    components: {
      schemas: Object.fromEntries([
        ['Status', { type: 'string', enum: STATUSES }],
        ...all.flatMap((index) => schemasOf(index, types, prose)),
      ]),
    },
  };
}

function pathsOf(index: number): readonly (readonly [string, Json])[] {
  const reference = { $ref: `#/components/schemas/T${index}` };
  const ids = { type: 'array', maxItems: 50, items: { type: 'string' } };
  const body = {
    required: true,
    content: { 'application/json': { schema: { $ref: `#/components/schemas/NewT${index}` } } },
  };
  const list = {
    operationId: `listT${index}`,
    parameters: [{ name: 'ids', in: 'query', required: true, explode: false, schema: ids }],
    responses: answers({ type: 'array', maxItems: 50, items: reference }),
  };
  const add = { operationId: `addT${index}`, requestBody: body, responses: answers(reference) };
  const get = {
    operationId: `getT${index}`,
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
    responses: answers(reference),
  };
  return [
    [`/t${index}`, { get: list, post: add }],
    [`/t${index}/{id}`, { get }],
  ];
}

function answers(schema: Json): Json {
  return { 200: { description: 'OK.', content: { 'application/json': { schema } } } };
}

function schemasOf(index: number, types: number, prose: string): readonly (readonly [string, Json])[] {
  const [nested, listed] = othersOf(index, types);
  const description = prose === '' ? {} : { description: prose };
  const plain: readonly (readonly [string, Json])[] = Array.from({ length: PROPERTIES }, (_, at) => [
    `p${at}`,
    { ...description, ...(at % 2 === 0 ? { type: 'string' } : { type: 'integer', format: 'int32' }) },
  ]);
  const required = Array.from({ length: PROPERTIES / 2 }, (_, at) => `p${at * 2}`);
  const status = { $ref: '#/components/schemas/Status' };
  return [
    [
      `NewT${index}`,
      {
        type: 'object',
        required: [...required, 'status'],
        properties: { ...Object.fromEntries(plain), status },
      },
    ],
    [
      `T${index}`,
      {
        type: 'object',
        required: ['id', ...required, 'status'],
        properties: {
          id: { type: 'string' },
          ...Object.fromEntries(plain),
          status,
          joinedId: { type: 'string' },
          nested: { $ref: `#/components/schemas/T${nested}` },
          listed: { type: 'array', maxItems: 20, items: { $ref: `#/components/schemas/T${listed}` } },
        },
      },
    ],
  ];
}
