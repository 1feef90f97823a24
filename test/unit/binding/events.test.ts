import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '#contract';
import { parseContract } from '#contract';
import { bind, codesOf, fieldAt, ok } from './bind-text.ts';

const contract = shopThatAnnounces({
  type: 'object',
  required: ['type', 'order'],
  properties: {
    type: { type: 'string', enum: ['order.paid', 'order.shipped'] },
    at: { type: 'string', format: 'date-time' },
    order: { $ref: '#/components/schemas/Order' },
  },
});

function shopThatAnnounces(event: JsonObject) {
  const order = {
    type: 'object',
    required: ['id', 'number', 'sellerId', 'lines'],
    properties: {
      id: { type: 'string' },
      number: { type: 'integer', format: 'int32' },
      sellerId: { type: 'string' },
      lines: { type: 'array', maxItems: 20, items: { type: 'string' } },
    },
  };
  const seller = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };
  const ids = { name: 'ids', in: 'query', schema: { type: 'array', items: { type: 'string' } } };
  const webhook = {
    operationId: 'orderChanged',
    requestBody: { required: true, content: { 'application/json': { schema: event } } },
    responses: { 204: { description: 'Taken.' } },
  };
  const document = {
    openapi: '3.1.0',
    info: { title: 'Shop', version: '1' },
    paths: {
      '/sellers': {
        get: {
          operationId: 'listSellers',
          parameters: [ids],
          responses: { 200: ok({ type: 'array', maxItems: 50, items: seller }) },
        },
      },
    },
    webhooks: { 'order.changed': { post: webhook } },
    components: { schemas: { Order: order } },
  };
  return parseContract({ service: 'shop', file: 'shop.openapi.json', text: JSON.stringify(document) });
}

const QUERY = `type Query { sellers: [Seller!] @public @rest(operation: "shop.listSellers") } type Seller { id: ID! }`;

function subscribe(field: string, more = ''): string {
  return `${QUERY} type Subscription { ${field} } ${more}`;
}

const ORDER = 'type Order { id: ID! lines: [String!]! }';

describe('a field with @event', () => {
  it('waits for the webhook, and says where in the event the value lies', () => {
    const field = subscribe(
      'orderChanged: Order @public @event(webhook: "shop.orderChanged", at: "order")',
      ORDER,
    );
    const bound = bind(field, [contract]);

    expect(fieldAt(bound, 'Subscription.orderChanged')).toMatchObject({
      kind: 'event',
      webhook: { coordinate: 'shop.orderChanged' },
      where: [],
      at: { from: 'body', path: ['order'] },
      value: { kind: 'object', shape: { type: 'Order' } },
    });
  });

  it('compares what `where` names, in the names of the contract, with sources and constants', () => {
    const where = 'where: { TYPE: "order.paid", order: { id: "$args.id", seller_id: "$viewer.sub" } }';
    const text = subscribe(
      `orderPaid(id: ID!): Order @authenticated @event(webhook: "shop.orderChanged", ${where}, at: "order")`,
      ORDER,
    );

    expect(fieldAt(bind(text, [contract]), 'Subscription.orderPaid')).toMatchObject({
      where: [
        { event: { from: 'value', path: ['type'] }, value: { kind: 'constant', value: 'order.paid' } },
        { event: { path: ['order', 'id'] }, value: { source: { root: 'args', path: ['id'] } } },
        { event: { path: ['order', 'sellerId'] }, value: { source: { root: 'viewer', path: ['sub'] } } },
      ],
    });
  });

  it('may be joined on', () => {
    const seller =
      'seller: Seller @join(operation: "shop.listSellers", on: { ids: "$parent.sellerId" }, match: { id: "$parent.sellerId" })';
    const text = subscribe(
      'orderChanged: Order @public @event(webhook: "shop.orderChanged", at: "order")',
      `type Order { ${seller} }`,
    );

    expect(fieldAt(bind(text, [contract]), 'Subscription.orderChanged.seller')).toMatchObject({
      kind: 'join',
    });
  });

  it('may be non-null where every event has the value, and not where one may lack it', () => {
    const lines = 'lines: [String!]! @public @event(webhook: "shop.orderChanged", at: "order.lines")';
    const at = 'at: DateTime! @public @event(webhook: "shop.orderChanged", at: "at")';

    expect(codesOf(subscribe(lines), [contract])).toEqual([]);
    expect(codesOf(subscribe(at), [contract])).toEqual(['GH034']);
  });

  it.each([
    [
      'an argument that nothing is compared with',
      'order(id: ID!): Order @public @event(webhook: "shop.orderChanged", at: "order")',
      'GH020',
    ],
    ['no policy', 'order: Order @event(webhook: "shop.orderChanged", at: "order")', 'GH080'],
    [
      'a constant that no event has',
      'order: Order @public @event(webhook: "shop.orderChanged", where: { type: "order.lost" }, at: "order")',
      'GH032',
    ],
    [
      'a parent',
      'order: Order @public @event(webhook: "shop.orderChanged", where: { order: { id: "$parent.id" } }, at: "order")',
      'GH015',
    ],
    [
      'a `where` that is no object',
      'order: Order @public @event(webhook: "shop.orderChanged", where: "$args.id", at: "order")',
      'GH003',
    ],
    [
      'a place that the event does not have',
      'order: Order @public @event(webhook: "shop.orderChanged", at: "parcel")',
      'GH013',
    ],
    [
      'two bindings',
      'order: Order @public @json(path: "order") @event(webhook: "shop.orderChanged", at: "order")',
      'GH091',
    ],
    [
      'the type of another place',
      'order: Order @public @event(webhook: "shop.orderChanged", at: "order.lines")',
      'GH030',
    ],
  ])('is told of %s', (_, field, code) => {
    expect(codesOf(subscribe(field, ORDER), [contract])).toContain(code);
  });

  it.each(['$status', '$headers.etag'])('cannot read %s, which only answers have', (path) => {
    const text = subscribe(
      'order: Order @public @event(webhook: "shop.orderChanged", at: "order")',
      `type Order { id: ID! seen: String @json(path: "${path}") }`,
    );

    expect(codesOf(text, [contract])).toEqual(['GH013']);
  });
});
