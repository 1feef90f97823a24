import { describe, expect, it } from '@jest/globals';
import { GatewayError } from '../../../gateway/errors.ts';
import { checkInput } from '../../../gateway/gates/check-input.ts';
import { refusalOf } from './refusal-of.ts';

const check = (json: string) => checkInput('variables', JSON.parse(json), 64);
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('GQL-07 checkInput', () => {
  it('takes JSON that is 64 deep and refuses 65', () => {
    expect(refusalOf(() => check(nested(64)))).toBe('accepted');
    expect(refusalOf(() => check(nested(65)))).toBe('BAD_USER_INPUT');
  });

  it.each(['[', '{"a":'])('survives 100,000 of %s', (open) => {
    const close = open === '[' ? ']' : '}';
    const json = `${open.repeat(100_000)}1${close.repeat(100_000)}`;
    expect(refusalOf(() => check(json))).toBe('BAD_USER_INPUT');
  });

  it.each(['__proto__', 'constructor', 'prototype'])('refuses the name %s wherever it stands', (name) => {
    for (const json of [`{"${name}": 1}`, `{"a": [{"${name}": {}}]}`, `[[{"b": {"${name}": null}}]]`]) {
      expect(refusalOf(() => check(json))).toBe('BAD_USER_INPUT');
    }
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  it('says where', () => {
    const json = '{"input": {"a/b": [{"__proto__": {"polluted": true}}]}}';
    const fields = [
      { pointer: '/variables/input/a~1b/0/__proto__', reason: 'is a name that is not accepted' },
    ];
    expect(() => check(json)).toThrow(new GatewayError('BAD_USER_INPUT'));
    expect(() => check(json)).toThrow(expect.objectContaining({ detail: { fields } }));
  });

  it.each(['null', '1e999', '"__proto__"', '{"a": [null, true, {"b": "constructor"}]}'])(
    'takes %s',
    (json) => {
      expect(refusalOf(() => check(json))).toBe('accepted');
    },
  );
});
