import { expect, test } from '@jest/globals';
import { createValidators, resolveNode } from '#contract';
import { operationOf } from './contract-of.ts';

test('a pattern that may never come to an end does not hold up the process', () => {
  const schema = { type: 'string', pattern: '^(a+)+$' };
  const operation = operationOf(
    { responses: { 200: { description: '', content: { 'application/json': { schema } } } } },
    {},
  );
  const validators = createValidators(operation.contract);
  const start = performance.now();

  expect(validators.response(operation, 200, 'application/json', `${'a'.repeat(40)}b`)).toBeUndefined();
  // Each letter more doubles the time: forty of them take hours.
  expect(performance.now() - start).toBeLessThan(5000);
  expect(validators.response(operation, 200, 'application/json', 'aab')).toMatchObject({ rule: 'pattern' });
});

test('two such patterns of one contract are two', () => {
  const schema = {
    type: 'object',
    properties: { a: { type: 'string', pattern: '^(a+)+$' }, b: { type: 'string', pattern: '^(b+)+$' } },
  };
  const { contract } = operationOf(
    { responses: { 200: { description: '' } } },
    { components: { schemas: { Thing: schema } } },
  );
  const node = resolveNode(contract, '/components/schemas/Thing');

  expect(createValidators(contract).value(node, { a: 'aa', b: 'bb' })).toBeUndefined();
  expect(createValidators(contract).value(node, { a: 'aa', b: 'aa' })).toMatchObject({ pointer: '/b' });
});
