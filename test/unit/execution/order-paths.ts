import { ok } from '../binding/bind-text.ts';
import { INT, keys, listOf, objectOf, parameter, TEXT } from './ask-shop.ts';

const missing = { 404: { description: 'unknown' } };
const profile = objectOf({ name: TEXT, address: objectOf({ city: TEXT }), tags: listOf(TEXT, 9) });
/** Orders, the profiles of who placed them, and what is left of them on shelves. */
export const orderPaths = {
  '/orders': {
    get: {
      operationId: 'listOrders',
      responses: { 200: ok(listOf(objectOf({ id: TEXT, customer: TEXT }))) },
    },
  },
  '/orders/{id}': {
    get: {
      operationId: 'getOrder',
      parameters: [parameter('id')],
      responses: { 200: ok(objectOf({ id: TEXT, customer: TEXT })) },
    },
  },
  '/profiles/{id}': {
    get: {
      operationId: 'getProfile',
      parameters: [parameter('id')],
      responses: { 200: ok(objectOf({ profile })), ...missing },
    },
  },
  '/stock': {
    get: {
      operationId: 'listStock',
      'x-unpaged': true,
      parameters: [keys('orders', 2)],
      responses: { 200: ok(listOf(objectOf({ order: TEXT, left: INT, shelf: TEXT }))) },
    },
  },
};
