import { buildSchema } from 'graphql';
import type {
  BoundCall,
  BoundField,
  BoundInput,
  BoundSchema,
  BoundValue,
  JoinField,
  ListSize,
  Policy,
  Read,
  RestField,
  Shape,
  Source,
  Template,
} from '../../../gateway/binding/model.ts';
import { type Contract, type Json, type Operation, parseContract } from '../../../gateway/contract/index.ts';

/**
 * A contract from one line for each operation: `listReviews: 'GET /reviews?productIds*&limit'`. `*` takes a list, `!`
 * is required, `#name` is a header; methods with a body take any JSON.
 */
export function createContract(service: string, operations: Readonly<Record<string, string>>): Contract {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [operationId, line] of Object.entries(operations)) {
    const [method = '', target = ''] = line.split(' ');
    const [path = '', query = ''] = target.split('?');
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: createOperation(operationId, method, path, query),
    };
  }
  const document = { openapi: '3.1.0', info: { title: service, version: '1' }, paths };
  return parseContract({ service, file: `${service}.openapi.yaml`, text: JSON.stringify(document) });
}

function createOperation(operationId: string, method: string, path: string, query: string): unknown {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: {},
  }));
  const others = query.split('&').flatMap((written) => (written === '' ? [] : [createParameter(written)]));
  const hasBody = method === 'POST' || method === 'PUT' || method === 'PATCH';
  return {
    operationId,
    parameters: [...inPath, ...others],
    ...(hasBody ? { requestBody: { content: { 'application/json': { schema: {} } } } } : {}),
    responses: { '200': { description: 'ok', content: { 'application/json': { schema: {} } } } },
  };
}

function createParameter(written: string): unknown {
  const name = written.replaceAll(/[*!#]/g, '');
  const schema = written.includes('*') ? { type: 'array', items: {} } : {};
  const place = written.includes('#') ? 'header' : 'query';
  return {
    name,
    in: place,
    required: written.includes('!'),
    schema,
    ...(place === 'query' ? { explode: false } : {}),
  };
}

export function operationOf(contract: Contract, id: string): Operation {
  const operation = contract.operationsById.get(id);
  if (operation === undefined) throw new Error(`no operation ${id}`);
  return operation;
}

const NO_SIZE: ListSize = {
  assumedSize: undefined,
  slicingArguments: [],
  sizedFields: [],
  contractMax: undefined,
};

export interface BoundChoices {
  readonly sdl: string;
  readonly query: Shape;
  readonly mutation?: Shape;
  readonly policies?: Readonly<Record<string, Policy>>;
  readonly listSizes?: Readonly<Record<string, Partial<ListSize>>>;
}

export function createBound({
  sdl,
  query,
  mutation,
  policies = {},
  listSizes = {},
}: BoundChoices): BoundSchema {
  return {
    client: 'test',
    schema: buildSchema(sdl),
    publicSdl: sdl,
    contracts: [],
    roots: { query, mutation, subscription: undefined },
    policies: new Map(Object.entries(policies)),
    weights: new Map(),
    listSizes: new Map(Object.entries(listSizes).map(([name, size]) => [name, { ...NO_SIZE, ...size }])),
    advice: [],
  };
}

export function shape(type: string, fields: Readonly<Record<string, BoundField>>): Shape {
  return { type, producer: type, fields: new Map(Object.entries(fields)), calls: new Map() };
}

export function leaf(type: string, fromWire?: ReadonlyMap<Json, string>): BoundValue {
  return { kind: 'leaf', type, fromWire };
}

export function object(of: Shape): BoundValue {
  return { kind: 'object', shape: of };
}

export function list(item: BoundValue, maxItems?: number): BoundValue {
  return { kind: 'list', item, maxItems };
}

/** `seller.id`, `$body.total`, `$headers.etag`, `$status`; the empty text is the value itself. */
export function read(text: string): Read {
  const path = text
    .split('.')
    .flatMap((name) => (name === '' ? [] : [/^\d+$/.test(name) ? Number(name) : name]));
  switch (path[0] ?? '') {
    case '$body':
      return { from: 'body', path: path.slice(1) };
    case '$headers':
      return { from: 'headers', path: path.slice(1) };
    case '$status':
      return { from: 'status', path: [] };
    default:
      return { from: 'value', path };
  }
}

export function field(text: string, value: BoundValue): BoundField {
  return { kind: 'read', read: read(text), value };
}

/** `$parent.id` */
export function source(text: string, more: { write?: BoundInput; refusesNull?: true } = {}): Source {
  const [root, ...names] = text.slice(1).split('.');
  const path = names.map((name) => (/^\d+$/.test(name) ? Number(name) : name));
  if (root !== 'args' && root !== 'parent' && root !== 'viewer' && root !== 'config') throw new Error(text);
  return { root, path, write: undefined, text, ...more };
}

/** A template as a test writes it: sources as text, or as they are. */
export type Written =
  | null
  | boolean
  | number
  | string
  | Source
  | readonly Written[]
  | { readonly [name: string]: Written };

/** What a directive would say: strings that start with `$` are sources, everything else is itself. */
export function template(written: Written): Template {
  if (isSource(written)) return { kind: 'source', source: written };
  if (typeof written === 'string' && written.startsWith('$'))
    return { kind: 'source', source: source(written) };
  if (isList(written)) return { kind: 'list', items: written.map(template) };
  if (typeof written !== 'object' || written === null) return { kind: 'constant', value: written };
  const entries = Object.entries(written).map(([name, value]) => ({ name, value: template(value) }));
  return { kind: 'object', entries };
}

function isSource(written: Written): written is Source {
  return typeof written === 'object' && written !== null && 'root' in written && 'text' in written;
}

function isList(written: Written): written is readonly Written[] {
  return Array.isArray(written);
}

export interface CallChoices {
  readonly args?: Readonly<Record<string, Written>>;
  readonly body?: Written;
}

export function call(operation: Operation, { args = {}, body }: CallChoices = {}): BoundCall {
  return {
    operation,
    parameters: Object.entries(args).map(([name, value]) => ({ name, value: template(value) })),
    body: body === undefined ? undefined : template(body),
  };
}

export function rest(
  operation: Operation,
  value: BoundValue,
  more: CallChoices & {
    at?: string;
    fanout?: number;
    missing?: RestField['missing'];
  } = {},
): RestField {
  return {
    kind: 'rest',
    call: call(operation, more),
    fanout: more.fanout,
    missing: more.missing ?? 'ERROR',
    at: read(more.at ?? ''),
    value,
    outcomes: new Map(),
  };
}

export interface JoinChoices extends CallChoices {
  /** The parameter that takes the keys, or `body.a.b`; none fetches the whole list. */
  readonly into?: string;
  readonly item?: Written;
  readonly maxItems?: number;
  /** Row path to source. */
  readonly match: Readonly<Record<string, string>>;
  readonly rows?: JoinField['rows'];
  readonly missing?: JoinField['missing'];
  readonly at?: string;
  readonly maxRows?: number;
}

export function join(operation: Operation, value: BoundValue, choices: JoinChoices): JoinField {
  const { into, item, match, maxItems = 50 } = choices;
  const path = into?.startsWith('body.') === true ? into.slice(5).split('.') : undefined;
  return {
    kind: 'join',
    call: call(operation, choices),
    keys:
      into === undefined
        ? undefined
        : {
            into: path === undefined ? { kind: 'parameter', name: into } : { kind: 'body', path },
            item: template(item ?? null),
            maxItems,
          },
    match: Object.entries(match).map(([row, text]) => ({ row: read(row), source: source(text) })),
    rows: choices.rows ?? 'one',
    missing: choices.missing ?? 'ERROR',
    at: read(choices.at ?? ''),
    value,
    maxRows: choices.maxRows,
  };
}
