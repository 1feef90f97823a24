import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { decodeParameters, type EncodedRequest, encodeRequest, type Operation } from '#contract';
import { GatewayError } from '../../../gateway/errors.ts';
import { operationOf } from './contract-of.ts';

type Place = 'path' | 'query' | 'header' | 'cookie';

interface Form {
  readonly in: Place;
  readonly style: string;
  readonly explode: boolean;
}

const FORMS: readonly Form[] = (
  [
    ['path', 'simple'],
    ['path', 'label'],
    ['path', 'matrix'],
    ['query', 'form'],
    ['query', 'spaceDelimited'],
    ['query', 'pipeDelimited'],
    ['query', 'deepObject'],
    ['header', 'simple'],
    ['cookie', 'form'],
  ] as const
).flatMap(([place, style]) => [true, false].map((explode) => ({ in: place, style, explode })));

const DELIMITERS = 'ab .,;=&/?#%+|[]{}\'"\\!$()*:@~-_^`<>\r\n\t\0'.split('');

/** Unicode of every length, and the characters that delimit something somewhere. */
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...DELIMITERS), maxLength: 8 }),
);
const word = fc.string({
  unit: fc.constantFrom(...'abcxyzABC019-_~'.split('')),
  minLength: 1,
  maxLength: 12,
});
const ownName = fc.constantFrom('p', 'q', 'constructor', 'toString');

const TEXT = { type: 'string' };
const LIST = { type: 'array', items: TEXT };
const MAP = { type: 'object', additionalProperties: TEXT };

function operationWith(form: Form, schema: unknown): Operation {
  const path = form.in === 'path' ? '/things/{p}/more' : '/things';
  return operationOf({ parameters: [{ name: 'p', required: true, schema, ...form }] }, { path });
}

function sendAndReceive(operation: Operation, place: Place, value: unknown): unknown {
  const request = encodeRequest(operation, { parameters: { p: value } });
  if (!/^\/[\u0021-\u007e]*$/.test(request.path)) throw new Error(`No request line can hold ${request.path}`);
  return receive(operation, request)[place]['p'];
}

function receive(operation: Operation, request: EncodedRequest): ReturnType<typeof decodeParameters> {
  // Through the parsers that stand between us and a server: WHATWG URL and fetch's Headers.
  const url = new URL(request.path, 'http://shop.test');
  const [, root, ...rest] = url.pathname.split('/');
  if (root !== 'things' || (rest.length > 0 && rest[1] !== 'more'))
    throw new Error(`Another path: ${url.pathname}`);
  const pathValues = rest[0] === undefined ? {} : { p: rest[0] };
  return decodeParameters(operation, { url, headers: new Headers(request.headers), pathValues });
}

/** The first value that neither arrives as it was sent, nor is refused; undefined when there is none. */
function lostAmong<T>(form: Form, schema: unknown, values: fc.Arbitrary<T>): string | undefined {
  const operation = operationWith(form, schema);
  return counterexample(values, (value) => {
    try {
      return same(sendAndReceive(operation, form.in, value), value);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      return same([error.code, error.detail.fields?.[0]?.pointer], ['BAD_USER_INPUT', '/p']);
    }
  });
}

/** The first value that does not arrive as it was sent. */
function changedAmong<T>(form: Form, schema: unknown, values: fc.Arbitrary<T>): string | undefined {
  const operation = operationWith(form, schema);
  return counterexample(values, (value) => same(sendAndReceive(operation, form.in, value), value));
}

function counterexample<T>(values: fc.Arbitrary<T>, holds: (value: T) => boolean): string | undefined {
  return fc.defaultReportMessage(fc.check(fc.property(values, holds)));
}

function same(received: unknown, sent: unknown): boolean {
  return isDeepStrictEqual(received, sent);
}

const trimmed = (form: Form, texts: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  // HTTP itself takes white space off the ends of a header (RFC 9110, 5.5).
  form.in === 'header' ? texts.map((text) => text.trim()) : texts;

describe.each(FORMS)('a parameter in $in, style $style, explode $explode', (form) => {
  test('carries any text, or refuses it', () => {
    expect(lostAmong(form, TEXT, trimmed(form, anyText))).toBeUndefined();
  });

  test('carries plain text', () => {
    expect(changedAmong(form, TEXT, word)).toBeUndefined();
  });

  test('carries integers', () => {
    expect(
      changedAmong(
        form,
        { type: 'integer' },
        fc.maxSafeInteger().map((n) => n + 0),
      ),
    ).toBeUndefined();
  });

  test('carries numbers', () => {
    expect(
      changedAmong(
        form,
        { type: 'number' },
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
      ),
    ).toBeUndefined();
  });

  test('carries booleans', () => {
    expect(changedAmong(form, { type: 'boolean' }, fc.boolean())).toBeUndefined();
  });

  test('carries any list of texts, or refuses it', () => {
    expect(
      lostAmong(form, LIST, fc.array(trimmed(form, anyText), { minLength: 1, maxLength: 5 })),
    ).toBeUndefined();
  });

  test('carries lists of integers', () => {
    expect(
      changedAmong(
        form,
        { type: 'array', items: { type: 'integer' } },
        fc.array(fc.integer(), { minLength: 1 }),
      ),
    ).toBeUndefined();
  });

  test('carries any object of texts, or refuses it', () => {
    expect(
      lostAmong(
        form,
        MAP,
        fc.dictionary(fc.oneof(trimmed(form, anyText), ownName), trimmed(form, anyText), {
          minKeys: 1,
          maxKeys: 4,
          noNullPrototype: true,
        }),
      ),
    ).toBeUndefined();
  });

  test('carries objects by their declared properties', () => {
    expect(
      changedAmong(
        form,
        { type: 'object', properties: { size: { type: 'integer' }, on: { type: 'boolean' }, name: TEXT } },
        fc.record({ size: fc.nat(), on: fc.boolean(), name: word }, { noNullPrototype: true }),
      ),
    ).toBeUndefined();
  });
});

test.each([true, false])(
  'a query parameter with allowReserved, explode %s, carries any text, list or object',
  (explode) => {
    const form = { in: 'query', style: 'form', explode, allowReserved: true } as const;
    const objects = fc.dictionary(anyText, anyText, { minKeys: 1, maxKeys: 4, noNullPrototype: true });
    expect(lostAmong(form, TEXT, anyText)).toBeUndefined();
    expect(lostAmong(form, LIST, fc.array(anyText, { minLength: 1, maxLength: 5 }))).toBeUndefined();
    expect(lostAmong(form, MAP, objects)).toBeUndefined();
  },
);

test('a deepObject parameter carries objects within objects, and lists in them', () => {
  const integer = { type: 'integer' };
  const range = { type: 'object', properties: { from: integer, to: integer } };
  const schema = { type: 'object', properties: { range, tags: LIST } };
  const values = fc.record(
    {
      range: fc.record({ from: fc.integer(), to: fc.integer() }, { noNullPrototype: true }),
      tags: fc.array(anyText, { minLength: 1, maxLength: 3 }),
    },
    { noNullPrototype: true },
  );
  expect(changedAmong({ in: 'query', style: 'deepObject', explode: true }, schema, values)).toBeUndefined();
});

test.each(['path', 'query', 'header', 'cookie'] as const)(
  'a parameter with content carries any JSON in %s',
  (place) => {
    const content = { 'application/json': { schema: {} } };
    const path = place === 'path' ? '/things/{p}/more' : '/things';
    const operation = operationOf(
      { parameters: [{ name: 'p', in: place, required: true, content }] },
      { path },
    );
    const texts = fc
      .json({ maxDepth: 2, stringUnit: 'grapheme' })
      .filter((text) => text !== 'null' && text.length < 400);
    const failure = counterexample(texts, (text) => {
      const value: unknown = JSON.parse(text);
      return same(sendAndReceive(operation, place, value), value);
    });
    expect(failure).toBeUndefined();
  },
);
