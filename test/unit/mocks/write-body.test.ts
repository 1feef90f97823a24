import { describe, expect, it, test } from '@jest/globals';
import { resolveNode } from '#contract';
import { sampleFile } from '../../../mocks/sample-file.ts';
import { writeBody } from '../../../mocks/write-body.ts';
import { schemaOf } from '../contract/contract-of.ts';

const ROWS = [
  { id: 1, name: 'a "b", c' },
  { id: 2, tags: ['x'] },
];

describe('a value is written as its media type asks', () => {
  it.each([
    ['application/json; charset=utf-8', ROWS, JSON.stringify(ROWS)],
    ['application/vnd.shop+json', null, 'null'],
    ['application/x-ndjson', ROWS, `${JSON.stringify(ROWS[0])}\n${JSON.stringify(ROWS[1])}\n`],
    ['text/csv', ROWS, 'id,name,tags\r\n1,"a ""b"", c",\r\n2,,"[""x""]"'],
    ['text/csv', 'a,b', 'a,b'],
    ['text/event-stream', ['one', { two: 2 }], 'id: 1\ndata: one\n\nid: 2\ndata: {"two":2}\n'],
    ['application/x-www-form-urlencoded', { a: 'b c', d: [1] }, 'a=b+c&d=%5B1%5D'],
    ['text/plain', 'words', 'words'],
    ['text/plain', 42, '42'],
    ['application/yaml', { a: 1 }, '{"a":1}'],
  ])('%s', (mediaType, value, body) => {
    expect(writeBody(mediaType, value)).toEqual({ mediaType, body });
  });

  it('with a boundary, where it has parts', () => {
    const { mediaType, body } = writeBody('multipart/form-data', { a: 'b' });
    expect(mediaType).toBe('multipart/form-data; boundary=gatehouse-mock');
    expect(body).toContain('name="a"\r\n\r\nb\r\n--gatehouse-mock--');
  });
});

test('XML has the names, attributes and wrappers that the contract asks for', () => {
  const text = { type: 'string' };
  const contract = schemaOf(
    {
      type: 'object',
      xml: { name: 'order', prefix: 's', namespace: 'urn:shop' },
      properties: {
        id: { type: 'integer', xml: { attribute: true } },
        note: text,
        tags: { type: 'array', items: { ...text, xml: { name: 'tag' } } },
        lines: { type: 'array', xml: { wrapped: true }, items: { $ref: '#/components/schemas/Line' } },
      },
    },
    { Line: { type: 'object', xml: { name: 'line' }, properties: { sku: text } } },
  );
  const node = resolveNode(contract, '/components/schemas/Thing');
  const value = { id: 7, note: 'a & <b>', tags: ['x', 'y'], lines: [{ sku: 'p' }] };
  expect(writeBody('application/xml', value, node).body).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
      '<s:order xmlns:s="urn:shop" id="7"><note>a &amp; &lt;b&gt;</note><tag>x</tag><tag>y</tag>' +
      '<lines><line><sku>p</sku></line></lines></s:order>',
  );
});

test.each([
  ['image/png', '89504e47'],
  ['image/gif', '47494638'],
  ['image/jpeg', 'ffd8ff'],
  ['image/webp', '52494646'],
  ['application/zip', '504b0506'],
  ['application/pdf', '25504446'],
])('where anything of %s will do, it is a file of that kind', (mediaType, start) => {
  const { body } = writeBody(mediaType, undefined);
  expect(Buffer.from(body).toString('hex').startsWith(start)).toBe(true);
  expect(body).toEqual(sampleFile(mediaType));
});
