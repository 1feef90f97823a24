import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../../gateway/contract/index.ts';
import { isJsonArray, isJsonObject } from '../../../gateway/execution/row.ts';
import {
  type BoundServices,
  type ServiceAnswer,
  sendJson,
  startBoundServices,
} from './start-bound-services.ts';

const ROWS = Array.from({ length: 23 }, (_, index) => ({ id: `r/${index}+?&` }));
const IDS = ROWS.map(({ id }) => id);

const text = { type: 'string' };
const integer = { type: 'integer', minimum: 0, maximum: 1_000_000 };
const rows: Json = {
  type: 'array',
  maxItems: 10,
  items: { type: 'object', required: ['id'], properties: { id: text } },
};
const page = (more: Json = {}): Json => ({
  type: 'object',
  required: ['items'],
  properties: { items: rows, ...Object(more) },
});
const query = (name: string, schema: Json): Json => ({ name, in: 'query', schema });
const limit = query('limit', { type: 'integer', minimum: 1, maximum: 10, default: 4 });

function list(operationId: string, parameters: readonly Json[], schema: Json): Json {
  const ok = {
    description: 'A page.',
    headers: { Link: { schema: text } },
    content: { 'application/json': { schema } },
  };
  return { get: { operationId, parameters, responses: { 200: ok } } };
}

const CONTRACT: Json = {
  '/linked': list('listLinked', [query('page[at]', text), limit], rows),
  '/hrefs': list(
    'listHrefs',
    [query('from', integer), limit],
    page({ links: { type: 'object', properties: { next: { type: ['string', 'null'] } } } }),
  ),
  '/cursors': list(
    'listCursors',
    [query('cursor', text), limit],
    page({ next_cursor: { type: ['string', 'null'] } }),
  ),
  '/after': list('listAfter', [query('starting_after', text), limit], page()),
  '/offsets': list('listOffsets', [query('offset', integer), limit], page()),
  '/numbers': list(
    'listNumbers',
    [
      query('page', { ...integer, minimum: 1, default: 1 }),
      query('per_page', { type: 'integer', maximum: 10, default: 4 }),
    ],
    page(),
  ),
  '/zero-based': list('listZeroBased', [query('page', { ...integer, default: 0 }), limit], page()),
  '/unsaid': list('listUnsaid', [query('offset', integer)], page()),
};

const SDL = `
type Query {
  linked(pageAt: String, limit: Int): Linked @public @rest(operation: "store.listLinked")
  hrefs(from: Int, limit: Int): Hrefs @public @rest(operation: "store.listHrefs")
  cursors(cursor: String, limit: Int): Cursors @public @rest(operation: "store.listCursors")
  after(startingAfter: ID, limit: Int): After @public @rest(operation: "store.listAfter")
  offsets(offset: Int, limit: Int): Offsets @public @rest(operation: "store.listOffsets")
  numbers(page: Int, perPage: Int): Numbers @public @rest(operation: "store.listNumbers")
  zeroBased(page: Int, limit: Int): ZeroBased @public @rest(operation: "store.listZeroBased")
  unsaid(offset: Int): Unsaid @public @rest(operation: "store.listUnsaid")
}
type Row { id: ID! }
type Linked { items: [Row!] @json(path: "$body") next: String @next(param: "page[at]", url: "$headers.link") }
type Hrefs { items: [Row!] next: Int @next(param: "from", url: "links.next") }
type Cursors { items: [Row!] next: String @next(param: "cursor", cursor: "nextCursor") }
type After { items: [Row!] next: ID @next(param: "startingAfter", last: "id") }
type Offsets { items: [Row!] next: Int @next(param: "offset", by: ROWS) }
type Numbers { items: [Row!] next: Int @next(param: "page", by: PAGE) }
type ZeroBased { items: [Row!] next: Int @next(param: "page", by: PAGE) }
type Unsaid { items: [Row!] next: Int @next(param: "offset", by: ROWS) }
`;

/** A service that pages in every way. Links lead to a host that is not there. */
const store: ServiceAnswer = (request, response) => {
  const url = new URL(request.url ?? '', 'http://store');
  const { searchParams: sent, pathname } = url;
  const count = Math.min(10, Number(sent.get('limit') ?? sent.get('per_page') ?? 4));
  const from = (start: number) => ROWS.slice(start, start + count);
  const link = (name: string, start: number) => {
    if (start >= ROWS.length) return undefined;
    const target = new URL(`https://elsewhere.invalid${pathname}#here`);
    target.searchParams.set('limit', String(count));
    target.searchParams.set(name, String(start));
    return target.href;
  };
  switch (pathname) {
    case '/linked': {
      const start = Number(sent.get('page[at]') ?? 0);
      const next = link('page[at]', start + count);
      const headers = {
        link: `<${pathname}>; rel="first"${next === undefined ? '' : `, <${next}>; rel="next"`}`,
      };
      return sendJson(response, from(start), 200, headers);
    }
    case '/hrefs': {
      const start = Number(sent.get('from') ?? 0);
      return sendJson(response, { items: from(start), links: { next: link('from', start + count) ?? null } });
    }
    case '/cursors': {
      const start = sent.has('cursor') ? IDS.indexOf(sent.get('cursor') ?? '') : 0;
      return sendJson(response, { items: from(start), next_cursor: IDS[start + count] ?? null });
    }
    case '/after':
      return sendJson(response, { items: from(IDS.indexOf(sent.get('starting_after') ?? '') + 1) });
    case '/offsets':
    case '/unsaid':
      return sendJson(response, { items: from(Number(sent.get('offset') ?? 0)) });
    case '/numbers':
      return sendJson(response, { items: from((Number(sent.get('page') ?? 1) - 1) * count) });
    default:
      return sendJson(response, { items: from(Number(sent.get('page') ?? 0) * count) });
  }
};

interface Walk {
  readonly ids: readonly Json[];
  readonly cursors: readonly Json[];
}

/** Asks for page after page, as a client does, until there is no next one. */
async function walk(bound: BoundServices, field: string, argument: string, limits = ''): Promise<Walk> {
  const ids: Json[] = [];
  const cursors: Json[] = [];
  let next: Json = null;
  do {
    const given: string = [...(next === null ? [] : [`${argument}: ${JSON.stringify(next)}`]), limits].join(
      ' ',
    );
    const { data, codes } = await bound.ask(
      `{ page: ${field}${given.trim() === '' ? '' : `(${given})`} { items { id } next } }`,
    );
    expect(codes).toEqual([]);
    const found = isJsonObject(data) && isJsonObject(data['page']) ? data['page'] : {};
    const items = found['items'];
    if (isJsonArray(items)) ids.push(...items.map((row) => (isJsonObject(row) ? (row['id'] ?? null) : null)));
    next = found['next'] ?? null;
    cursors.push(next);
  } while (next !== null && cursors.length < 50);
  return { ids, cursors };
}

const startStore = () => startBoundServices({ contracts: { store: CONTRACT }, sdl: SDL, answers: { store } });

describe('a client that follows `next`', () => {
  test.each([
    ['a link in the Link header', 'linked', 'pageAt', ['4', '8', '12', '16', '20', null]],
    ['a link in the body', 'hrefs', 'from', [4, 8, 12, 16, 20, null]],
    ['a property', 'cursors', 'cursor', [IDS[4], IDS[8], IDS[12], IDS[16], IDS[20], null]],
    ['the last row', 'after', 'startingAfter', [IDS[3], IDS[7], IDS[11], IDS[15], IDS[19], null]],
    ['offsets', 'offsets', 'offset', [4, 8, 12, 16, 20, null]],
    ['page numbers', 'numbers', 'page', [2, 3, 4, 5, 6, null]],
    ['page numbers from 0', 'zeroBased', 'page', [1, 2, 3, 4, 5, null]],
    ['offsets without a known limit', 'unsaid', 'offset', [4, 8, 12, 16, 20, 23, null]],
  ])('gets each row exactly once by %s', async (_, field, argument, cursors) => {
    const walked = await walk(await startStore(), field, argument);

    expect(walked.ids).toEqual(IDS);
    expect(walked.cursors).toEqual(cursors);
  });

  test.each([
    ['linked', 'pageAt', 'limit: 7', 4],
    ['hrefs', 'from', 'limit: 7', 4],
    ['cursors', 'cursor', 'limit: 7', 4],
    ['after', 'startingAfter', 'limit: 7', 4],
    ['offsets', 'offset', 'limit: 7', 4],
    ['numbers', 'page', 'perPage: 7', 4],
  ])('gets each row exactly once with a limit of its own: %s', async (field, argument, limits, pages) => {
    const { ids, cursors } = await walk(await startStore(), field, argument, limits);

    expect(ids).toEqual(IDS);
    expect(cursors).toHaveLength(pages);
  });

  // The contract allows 10 rows: a service that is asked for more may send 10, and that is no end.
  test.each([
    ['after', 'startingAfter'],
    ['offsets', 'offset'],
  ])('does not take a page for the last one that is as long as pages get: %s', async (field, argument) => {
    const { ids, cursors } = await walk(await startStore(), field, argument, 'limit: 1000');

    expect(ids).toEqual(IDS);
    expect(cursors).toHaveLength(3);
  });

  test('sends nothing but the parameter, to nobody but the service', async () => {
    const bound = await startStore();
    await walk(bound, 'linked', 'pageAt');

    expect(bound.log.slice(0, 3)).toEqual([
      'store GET /linked',
      'store GET /linked?page[at]=4',
      'store GET /linked?page[at]=8',
    ]);
  });
});
