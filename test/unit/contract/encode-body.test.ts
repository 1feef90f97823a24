import { expect, test } from '@jest/globals';
import { encodeRequest, type Operation } from '#contract';
import { operationOf } from './contract-of.ts';

function operationTaking(content: Readonly<Record<string, unknown>>, required = false): Operation {
  return operationOf({ requestBody: { required, content } }, { method: 'post' });
}

test('a body is JSON in the first JSON media type of the contract', () => {
  const operation = operationTaking({
    'text/csv': {},
    'application/merge-patch+json': {},
    'application/json': {},
  });
  const { headers, body } = encodeRequest(operation, { parameters: {}, body: { a: [1, null, 'ø'] } });
  expect(headers).toEqual({ 'content-type': 'application/merge-patch+json' });
  expect(body).toBe('{"a":[1,null,"ø"]}');
});

test('a body that is null is sent, and one that is undefined is not', () => {
  const operation = operationTaking({ 'application/json': {} });
  expect(encodeRequest(operation, { parameters: {}, body: null }).body).toBe('null');
  expect(encodeRequest(operation, { parameters: {} })).toMatchObject({ body: undefined, headers: {} });
});

test('a form repeats the names of lists, writes deeper values as JSON, and leaves null out', () => {
  const operation = operationTaking({ 'application/x-www-form-urlencoded': {} });
  const form = { q: 'a&b=c', tags: ['x', 'y'], none: null, deep: { a: 1 }, n: 1 };
  const { headers, body } = encodeRequest(operation, { parameters: {}, body: form });
  expect(headers).toEqual({ 'content-type': 'application/x-www-form-urlencoded' });
  expect(body).toBe('q=a%26b%3Dc&tags=x&tags=y&deep=%7B%22a%22%3A1%7D&n=1');
});

test('a contract that takes anything gets JSON', () => {
  const { headers } = encodeRequest(operationTaking({ '*/*': {} }), { parameters: {}, body: {} });
  expect(headers).toEqual({ 'content-type': 'application/json' });
});

test('a body in a media type that cannot be written is a mistake of the binding, named with what is offered', () => {
  const operation = operationTaking({ 'multipart/form-data': {}, 'image/png': {} });
  expect(() => encodeRequest(operation, { parameters: {}, body: {} })).toThrow(
    'shop.test takes multipart/form-data, image/png: only JSON and forms can be written.',
  );
});

test('a missing body that is required, and a body where none is declared, are TypeErrors', () => {
  expect(() => encodeRequest(operationTaking({ 'application/json': {} }, true), { parameters: {} })).toThrow(
    TypeError,
  );
  expect(() => encodeRequest(operationOf({}), { parameters: {}, body: {} })).toThrow(TypeError);
});
