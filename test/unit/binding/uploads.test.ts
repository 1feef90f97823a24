import { describe, expect, it } from '@jest/globals';
import type { Contract, JsonObject } from '#contract';
import { bind, codesOf, fieldAt, ok, shopContract } from './bind-text.ts';

const BINARY = { type: 'string', format: 'binary', maxLength: 500 };

/** A contract whose operation `shop.store` takes these bodies. */
function storing(content: JsonObject, required = true): readonly Contract[] {
  const read = {
    operationId: 'read',
    responses: { 200: ok({ type: 'object', properties: { id: { type: 'string' } } }) },
  };
  const store = {
    operationId: 'store',
    requestBody: { required, content },
    responses: { 204: { description: '' } },
  };
  return [shopContract({ '/files': { get: read, post: store } })];
}

function form(
  properties: JsonObject,
  encoding: JsonObject = {},
  required: readonly string[] = [],
): readonly Contract[] {
  return storing({ 'multipart/form-data': { schema: { type: 'object', required, properties }, encoding } });
}

function mutation(field: string, more = ''): string {
  return `type Query { read: File @public @rest(operation: "shop.read") } type File { id: String }
    type Mutation { ${field} } ${more}`;
}

const store = (args: string, body: string) =>
  mutation(`store(${args}): Boolean @public @rest(operation: "shop.store", body: ${body})`);

describe('a file', () => {
  it('goes to a part of a multipart form, with the types of its encoding and the size of its schema', () => {
    const contracts = form(
      { file: BINARY, note: { type: 'string' } },
      { file: { contentType: 'image/png, image/*' } },
    );
    const bound = bind(
      store('picture: Upload!, note: String', '{ file: "$args.picture", note: "$args.note" }'),
      contracts,
    );
    const types = [
      { contentType: 'image/png', maxBytes: 500 },
      { contentType: 'image/*', maxBytes: 500 },
    ];

    expect(fieldAt(bound, 'Mutation.store')).toMatchObject({
      call: {
        files: 'multipart',
        body: { entries: [{ name: 'file', value: { source: { write: { kind: 'upload', types } } } }, {}] },
      },
    });
  });

  it.each([
    ['left open', {}],
    ['a media type without an encoding', { contentMediaType: 'application/pdf' }],
    ['a binary string', { type: 'string', format: 'binary' }],
  ])('goes to a part that is %s', (_, schema) => {
    const bound = bind(store('file: Upload!', '{ file: "$args.file" }'), form({ file: schema }));

    expect(fieldAt(bound, 'Mutation.store')).toMatchObject({ call: { files: 'multipart' } });
  });

  it.each([
    ['base64 text', { type: 'string', contentEncoding: 'base64', contentMediaType: 'image/png' }],
    ['a text', { type: 'string' }],
    ['a number', { type: 'integer', format: 'int32' }],
  ])('does not go to a part that is %s', (_, schema) => {
    expect(codesOf(store('file: Upload!', '{ file: "$args.file" }'), form({ file: schema }))).toEqual([
      'GH174',
    ]);
  });

  it('goes into a body of bytes, with one type for each media type', () => {
    const contracts = storing({
      'image/png': { schema: { maxLength: 10 } },
      'image/jpeg': { schema: { maxLength: 20 } },
    });
    const types = [
      { contentType: 'image/png', maxBytes: 10 },
      { contentType: 'image/jpeg', maxBytes: 20 },
    ];

    expect(fieldAt(bind(store('file: Upload!', '"$args.file"'), contracts), 'Mutation.store')).toMatchObject({
      call: { files: 'bytes', body: { source: { write: { kind: 'upload', types } } } },
    });
  });

  it('comes in lists, and inside of input objects', () => {
    const contracts = form(
      { files: { type: 'array', maxItems: 3, items: BINARY }, title: { type: 'string' } },
      {},
      ['files'],
    );
    const text = mutation(
      'store(input: StoreInput!): Boolean @public @rest(operation: "shop.store", body: "$args.input")',
      'input StoreInput { files: [Upload!]! title: String }',
    );

    expect(codesOf(text, contracts)).toEqual([]);
  });

  it('is required where the contract requires its part', () => {
    const contracts = form({ file: BINARY }, {}, ['file']);

    expect(codesOf(store('file: Upload', '{ file: "$args.file" }'), contracts)).toEqual(['GH021']);
    expect(codesOf(store('file: Upload!', '{ file: "$args.file" }'), contracts)).toEqual([]);
  });

  it('prefers bytes to JSON, which goes on being used for fields without a file', () => {
    const contracts = storing({
      'application/json': { schema: { type: 'object', properties: { url: { type: 'string' } } } },
      'multipart/form-data': { schema: { type: 'object', properties: { file: BINARY } } },
    });

    expect(codesOf(store('file: Upload!', '{ file: "$args.file" }'), contracts)).toEqual([]);
    expect(codesOf(store('url: String!', '{ url: "$args.url" }'), contracts)).toEqual([]);
  });

  it('is no text', () => {
    expect(
      codesOf(
        store('file: Upload!, name: String', '{ file: "$args.file", name: "$args.name" }'),
        form({ file: BINARY, name: BINARY }),
      ),
    ).toEqual(['GH032']);
  });

  it('is told where it could go, when nothing was said about the body', () => {
    const contracts = form({ file: BINARY });

    expect(codesOf(mutation('store: Boolean @public @rest(operation: "shop.store")'), contracts)).toEqual([
      'GH022',
    ]);
  });
});
