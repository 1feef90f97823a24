import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Foreign, startForeign } from './start-foreign.ts';

let trains: Foreign;

beforeAll(async () => {
  const fixtures = join(import.meta.dirname, '../../fixtures/train-travel');
  trains = await startForeign({
    service: 'train',
    document: join(
      import.meta.dirname,
      '../../../node_modules/@readme/oas-examples/3.1/yaml/train-travel.yaml',
    ),
    schema: join(fixtures, 'travel.graphql'),
    overlay: join(fixtures, 'train.overlay.yaml'),
  });
});

beforeEach(() => trains.mocks.reset());

const BERLIN = 'efdbb9d1-02c2-4bc3-afb7-6788d8782b1e';
const PARIS = 'b2e783e1-c824-4d63-b37a-d8d698862f1d';
const BOOKING = '1725ff48-ab45-4bb5-9d02-88745177dedb';

const BOOK = `mutation ($trip: ID!) {
  book(input: { trip: $trip, passenger: "Ada Lovelace", dog: true }) {
    __typename
    ... on Booking { id passenger dog }
    ... on NotBooked { title detail }
  }
}`;
const PAY = `mutation ($booking: ID!, $with: PaymentMethod!) {
  pay(booking: $booking, amount: 49.99, currency: GBP, with: $with) {
    amount
    currency
    status
    source { __typename ... on Card { number expiryYear } ... on BankAccount { bank } }
  }
}`;

describe('the Train Travel API, mocked and bound as it is published', () => {
  test('lists stations', async () => {
    const answer = await trains.ask('{ stations { stations { id name country } next } }', {}, 'read');
    expect(answer).toEqual({
      data: {
        stations: {
          stations: [
            { id: BERLIN, name: 'Berlin Hauptbahnhof', country: 'DE' },
            { id: PARIS, name: 'Paris Gare du Nord', country: 'FR' },
          ],
          next: 3,
        },
      },
    });
  });

  test('finds trips, and turns the page with what the link of the service says', async () => {
    const query = `query ($page: Int) {
      trips(origin: "${BERLIN}", destination: "${PARIS}", date: "2024-02-01T09:00:00Z", dogs: true, page: $page) {
        trips { departs price operator rules { bicycles dogs } }
        next
      }
    }`;
    const first = await trains.ask(query, {}, 'read');
    expect(first).toEqual({
      data: {
        trips: {
          trips: [
            {
              departs: '2024-02-01T10:00:00Z',
              price: 50,
              operator: 'Deutsche Bahn',
              rules: { bicycles: true, dogs: true },
            },
            {
              departs: '2024-02-01T12:00:00Z',
              price: 50,
              operator: 'SNCF',
              rules: { bicycles: true, dogs: true },
            },
          ],
          next: 2,
        },
      },
    });
    expect((await trains.ask(query, { page: 2 }, 'read')).errors).toBeUndefined();
    const asked = (await trains.mocks.calls('train')).map(
      ({ path }) => new URL(path, 'http://train').searchParams,
    );
    expect(asked.map((search) => search.get('page'))).toEqual([null, '2']);
    expect(asked.map((search) => [search.get('date'), search.get('dogs')])).toEqual([
      ['2024-02-01T09:00:00Z', 'true'],
      ['2024-02-01T09:00:00Z', 'true'],
    ]);
  });

  test('who may only read cannot book, and no call is made', async () => {
    const answer = await trains.ask(BOOK, { trip: BERLIN }, 'read');
    expect(answer).toMatchObject({ data: { book: null }, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect(await trains.mocks.calls('train')).toEqual([]);
  });

  test('books, and sends what the contract calls it', async () => {
    expect(await trains.ask(BOOK, { trip: BERLIN }, 'read write')).toEqual({
      data: { book: { __typename: 'Booking', id: BERLIN, passenger: 'John Doe', dog: true } },
    });
    const [call] = await trains.mocks.calls('train');
    expect(call?.body).toEqual({ trip_id: BERLIN, passenger_name: 'Ada Lovelace', has_dog: true });
  });

  test('a conflict is a result with a type', async () => {
    await trains.mocks.fault('train', { operation: 'create-booking', status: 409 });
    expect(await trains.ask(BOOK, { trip: BERLIN }, 'read write')).toEqual({
      data: {
        book: {
          __typename: 'NotBooked',
          title: 'Conflict',
          detail: 'There is a conflict with an existing resource.',
        },
      },
    });
  });

  test('any other refusal is an error, without a word of the service', async () => {
    await trains.mocks.fault('train', { operation: 'create-booking', status: 429 });
    const answer = await trains.ask(BOOK, { trip: BERLIN }, 'read write');
    expect(answer).toMatchObject({
      data: { book: null },
      errors: [{ extensions: { code: 'UPSTREAM_BUSY' } }],
    });
    expect(JSON.stringify(answer)).not.toContain('exceeded');
  });

  test.each([
    [
      'a card',
      {
        card: {
          name: 'J. Doe',
          number: '4242424242424242',
          cvc: 123,
          expiryMonth: 12,
          expiryYear: 2027,
          country: 'gb',
        },
      },
      {
        object: 'card',
        name: 'J. Doe',
        number: '4242424242424242',
        cvc: 123,
        exp_month: 12,
        exp_year: 2027,
        address_country: 'gb',
      },
    ],
    [
      'a bank account',
      {
        bankAccount: {
          name: 'J. Doe',
          number: '00012345',
          bank: 'Starling Bank',
          accountType: 'INDIVIDUAL',
          country: 'gb',
        },
      },
      {
        object: 'bank_account',
        name: 'J. Doe',
        number: '00012345',
        bank_name: 'Starling Bank',
        account_type: 'individual',
        country: 'gb',
      },
    ],
  ])('pays by %s, which the contract tells from others by a constant', async (_, method, source) => {
    expect(await trains.ask(PAY, { booking: BOOKING, with: method }, 'read')).toEqual({
      data: {
        pay: {
          amount: 49.99,
          currency: 'GBP',
          status: 'SUCCEEDED',
          source: { __typename: 'Card', number: '************4242', expiryYear: '2025' },
        },
      },
    });
    const [call] = await trains.mocks.calls('train');
    expect(call).toMatchObject({ path: `/bookings/${BOOKING}/payment` });
    expect(call?.body).toEqual({ amount: 49.99, currency: 'gbp', source });
  });

  test('two ways to pay at once are refused before any call', async () => {
    const card = { name: 'J.', number: '4', cvc: 123, expiryMonth: 1, expiryYear: 2027, country: 'gb' };
    const bankAccount = { name: 'J.', number: '4', bank: 'B', accountType: 'COMPANY', country: 'gb' };
    const answer = await trains.ask(PAY, { booking: BOOKING, with: { card, bankAccount } }, 'read');
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(await trains.mocks.calls('train')).toEqual([]);
  });

  test('cancels, and says whether there was anything to cancel', async () => {
    const query = `mutation { cancel(booking: "${BOOKING}") }`;
    expect(await trains.ask(query, {}, 'write')).toEqual({ data: { cancel: true } });
    await trains.mocks.fault('train', { operation: 'delete-booking', status: 404 });
    expect(await trains.ask(query, {}, 'write')).toEqual({ data: { cancel: false } });
  });

  test('reads a booking, null where there is none', async () => {
    const query = `{ booking(id: "${BOOKING}") { passenger trip } }`;
    expect(await trains.ask(query, {}, 'read')).toEqual({
      data: { booking: { passenger: 'John Doe', trip: BERLIN } },
    });
    await trains.mocks.fault('train', { operation: 'get-booking', status: 404 });
    expect(await trains.ask(query, {}, 'read')).toEqual({ data: { booking: null } });
  });
});
