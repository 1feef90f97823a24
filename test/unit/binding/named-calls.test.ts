import { describe, expect, it } from '@jest/globals';
import { orderPaths as paths } from '../execution/order-paths.ts';
import { bind, codesOf, shopContract } from './bind-text.ts';

function order(calls: string, fields: string): string {
  return `
    type Query { orders: [Order!] @public @rest(operation: "shop.listOrders") }
    type Order ${calls} { id: ID! ${fields} }`;
}

function rest(more = ''): string {
  return `@rest(as: "profile", operation: "shop.getProfile", args: { id: "$parent.customer" }, at: "profile"${more})`;
}

describe('a call that fields share', () => {
  const contracts = [shopContract(paths)];

  it.each([
    ['a call under a list has no fanout', rest(), 'name: String @json(of: "profile")', ['GH055']],
    ['a field is non-null', rest(', fanout: 2'), 'name: String! @json(of: "profile")', ['GH035']],
    [
      'a property is unknown',
      rest(', fanout: 2'),
      'nam: String @json(of: "profile") name: String @json(of: "profile")',
      ['GH013'],
    ],
    ['a type differs', rest(', fanout: 2'), 'name: Int @json(of: "profile")', ['GH030']],
    [
      'a field has an argument',
      rest(', fanout: 2'),
      'name(first: Int): String @json(of: "profile")',
      ['GH020'],
    ],
    [
      'the call reads an argument',
      rest(', fanout: 2').replace('$parent.customer', '$args.id'),
      'name: String @json(of: "profile")',
      ['GH015'],
    ],
    [
      'a field also has a call of its own',
      rest(', fanout: 2'),
      'name: String @json(of: "profile") @rest(operation: "shop.getOrder", args: { id: "1" }, at: "id")',
      ['GH091'],
    ],
    [
      'a field has two calls',
      '',
      'name: String @rest(operation: "shop.getOrder", args: { id: "1" }, at: "id") @rest(operation: "shop.getOrder", args: { id: "2" }, at: "id")',
      ['GH091'],
    ],
    [
      '404 is false for all of them',
      rest(', fanout: 2, missing: FALSE'),
      'name: String @json(of: "profile")',
      ['GH054'],
    ],
    [
      'a join does not say how rows are matched',
      '@join(as: "stock", operation: "shop.listStock", on: { orders: "$parent.id" })',
      'left: Int @json(of: "stock")',
      ['GH065'],
    ],
    [
      'the call is mistaken: told once, not again for its fields',
      rest(', fanout: 2').replace('shop.getProfile', 'shop.getProfil'),
      'name: String @json(of: "profile") city: String @json(of: "profile", path: "address.city")',
      ['GH011'],
    ],
    ['the name of the call is none', rest(', fanout: 2').replace('"profile"', '"my profile"'), '', ['GH003']],
  ])('says so when %s', (_, calls, fields, expected) => {
    const codes = codesOf(order(calls, fields), contracts);

    expect(codes.filter((code, index) => codes.indexOf(code) === index)).toEqual(expected);
  });

  it('demands what the operation demands of every field that reads from the call', () => {
    const secured = structuredClone(paths);
    Object.assign(secured['/profiles/{id}'].get, { security: [{ login: ['profiles:read'] }] });
    const fields =
      'name: String @json(of: "profile") city: String @json(of: "profile", path: "address.city") @requiresScopes(scopes: [["profiles:read"]])';

    expect(codesOf(order(rest(', fanout: 2'), fields), [shopContract(secured)])).toEqual(['GH081']);
  });

  it('checks the call for each producer of the type, and names the one that falls short', () => {
    const text = `
      type Query { orders: [Order!] @public @rest(operation: "shop.listOrders") stock: [Order!] @public @rest(operation: "shop.listStock", args: { orders: ["a"] }) }
      type Order ${rest(', fanout: 2')} { name: String @json(of: "profile") }`;

    expect(() => bind(text, contracts)).toThrow(/has no property `customer` \(from shop\.listStock\)/);
  });
});
