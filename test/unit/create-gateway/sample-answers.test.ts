import { expect, test } from '@jest/globals';
import { type Contract, parseContract } from '#contract';
import { sampleAnswers } from '../../../gateway/create-gateway/sample-answers.ts';

const document = {
  openapi: '3.1.0',
  info: { title: 'Shop', version: '1' },
  paths: {
    '/a': { get: { operationId: 'a', responses: { 200: { description: '' } } } },
    '/b': { get: { operationId: 'b', responses: { 200: { description: '' } } } },
  },
};

function contracts(target?: string): readonly Contract[] {
  const overlay = {
    overlay: '1.0.0',
    info: { title: 'Repairs', version: '1' },
    actions: [{ target, update: { description: 'More.' } }],
  };
  const text = JSON.stringify(document);
  return [
    parseContract({
      service: 'shop',
      file: 'shop.json',
      text,
      overlay: target === undefined ? undefined : { file: 'overlay.json', text: JSON.stringify(overlay) },
    }),
  ];
}

/** The next fraction is always this one. */
const chance = (fraction: number) => ({ fraction: () => fraction, id: () => 'id' });

test('answers are looked at as often as the settings say', () => {
  const sample = (fraction: number) =>
    sampleAnswers({ validateAnswers: 0.25 }, chance(fraction), () => contracts());

  expect(sample(0.24)('shop.a')).toBe(true);
  expect(sample(0.25)('shop.a')).toBe(false);
  expect(sampleAnswers({ validateAnswers: 'always' }, chance(0.99), () => contracts())('shop.a')).toBe(true);
});

test('answers that rest on an overlay are always looked at', () => {
  const sample = sampleAnswers({ validateAnswers: 0 }, chance(0), () =>
    contracts("$.paths['/a'].get.responses['200']"),
  );

  expect(sample('shop.a')).toBe(true);
  expect(sample('shop.b')).toBe(false);
});

test('the contracts that count are those that are served now', () => {
  let served = contracts();
  const sample = sampleAnswers({ validateAnswers: 0 }, chance(0), () => served);

  expect(sample('shop.a')).toBe(false);
  served = contracts("$.paths['/a'].get.responses['200']");
  expect(sample('shop.a')).toBe(true);
});
