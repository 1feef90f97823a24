import { expect, it } from '@jest/globals';
import { belowSchema, namePlace } from '../../../gateway/binding/name-place.ts';

it.each([
  ['/paths/~1rates/get/responses/200/content/application~1json/schema', 'the answer 200 of GET /rates'],
  [
    '/paths/~1a~1{id}/get/responses/2XX/content/application~1json/schema/properties/prices/additionalProperties/items',
    '`prices[*][]` in the answer 2XX of GET /a/{id}',
  ],
  [
    '/paths/~1a/post/requestBody/content/application~1json/schema/properties/id',
    '`id` in the body of POST /a',
  ],
  ['/paths/~1a/get/parameters/0/schema', 'a parameter of GET /a'],
  ['/components/schemas/Thing', undefined],
])('a place of a contract is named in words: %s', (pointer, name) => {
  expect(namePlace(pointer)).toBe(name);
});

it('keeps names that look like keywords', () => {
  expect(belowSchema('/properties/items/properties/itemsLeft/items')).toBe('items.itemsLeft[]');
});
