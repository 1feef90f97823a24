import { beforeAll, describe, expect, it } from '@jest/globals';
import type { GraphQLSchema } from 'graphql';
import type { TokenSource } from '#gateway';
import { started } from '../../support/leftovers.ts';
import { startMocks } from '../../support/mock-servers.ts';
import { type IdentityProviderServer, startIdentityProvider } from '../../support/start-identity-provider.ts';
import { asViewer, believeAll } from '../../support/test-viewer.ts';
import { TRANSPORTS, type TransportAnswer } from '../../support/transports.ts';
import { clientSchema, demandsIn } from './client-schema.ts';
import { type StartedClient, startClient } from './start-client.ts';
import { type Tree, treesOf, withText } from './tree-document.ts';

const CLIENTS = ['web', 'mobile'] as const;
const SCOPES = [...new Set(CLIENTS.flatMap((client) => demandsIn(clientSchema(client)).flat(2)))];
const ADA = asViewer('u_ada', ...SCOPES);
const GRACE = asViewer('u_grace', ...SCOPES);
const ADAS_KEY = 'order-of-ada-7714';
/** Shorter texts say nothing of anybody. */
const MIN_TELLING = 4;
/** Names of fields that tell clients how to ask for more. */
const HANDLES = ['id', 'number', 'next', 'reference', 'url'];

interface Shop {
  readonly client: (typeof CLIENTS)[number];
  readonly schema: GraphQLSchema;
  readonly trees: readonly Tree[];
  readonly running: StartedClient;
}

type Person = Readonly<Record<string, string>>;

let web: Shop;
let shops: readonly Shop[];
/** What Ada sees and Grace does not, when both have bought the same. */
let secrets: ReadonlySet<string>;
/** Of these, what could be asked for. */
let handles: ReadonlySet<string>;

/** As an exchange would give it: a token of this person for this service, which verifies it. */
function exchangedTokens(provider: IdentityProviderServer): TokenSource {
  return {
    async authorizationFor({ token, service }, { viewer }) {
      if (token !== 'user' || viewer === null) return null;
      const { sub, scopes } = viewer;
      return `Bearer ${await provider.accessTokenFor({ sub, audience: service, scopes: [...scopes] })}`;
    },
  };
}

beforeAll(async () => {
  const provider = started(await startIdentityProvider());
  const mocks = started(await startMocks({ issuer: provider.issuer }));
  const tokens = exchangedTokens(provider);
  const users = { by: 'own', proof: 'header', authenticate: believeAll, tokens } as const;
  const [first, second] = await Promise.all(
    CLIENTS.map(async (client): Promise<Shop> => {
      const schema = clientSchema(client);
      const running = await startClient(client, { mocks, users });
      return { client, schema, trees: treesOf(client, schema), running };
    }),
  );
  if (first === undefined || second === undefined) throw new Error('a client is missing');
  web = first;
  shops = [first, second];
  await buy(ADA, 'Canary');
  await buy(GRACE, 'Hopper');
  const [ofAda, ofGrace] = [await everythingOf(ADA), await everythingOf(GRACE)];
  const known = new Set(ofGrace.map(([, text]) => text));
  const own = ofAda.filter(([, text]) => text.length >= MIN_TELLING && !known.has(text));
  secrets = new Set(own.map(([, text]) => text));
  handles = new Set([...own.filter(([name]) => HANDLES.includes(name)).map(([, text]) => text), 'u_ada']);
});

function post(shop: Shop, query: string, person: Person, more: Person = {}): Promise<TransportAnswer> {
  const [transport] = TRANSPORTS;
  if (transport === undefined) throw new Error('there is no transport');
  return transport.ask(shop.running.url, { query }, { ...person, ...more });
}

/** Two orders, a cart, an address, two uploads, a telephone number: something at the end of every path. */
async function buy(person: Person, name: string): Promise<void> {
  const address = `{ street: "${name} Row 7714", postalCode: "${name}", city: "${name}ville", country: "IE" }`;
  const add = `mutation { addToCart(input: { sku: "KTL-CU12", quantity: 1, giftMessage: "to ${name}" }) {
    ... on Cart { total { value currency } } } }`;
  const order = (
    total: string,
  ) => `mutation { placeOrder(input: { payment: { invoice: {} }, note: "by ${name}",
    shippingAddress: { recipient: "${name} Lovelace", ${address.slice(1)},
    expectedTotal: { value: "${total}", currency: "EUR" } }) { ... on Order { id } } }`;
  const upload = `mutation { startUpload(input: { purpose: REVIEW_PHOTO, fileName: "${name}.jpg", contentType: JPEG,
    byteLength: 7714 }) { id } }`;
  for (const key of [ADAS_KEY, 'another-order-7714']) {
    const total = textsIn((await asked(post(web, add, person))).data).find(
      ([field]) => field === 'value',
    )?.[1];
    await asked(
      post(web, order(String(total)), person, {
        'idempotency-key': `${key}${name === 'Canary' ? '' : '-2'}`,
      }),
    );
  }
  await asked(post(web, add, person));
  await asked(
    post(
      web,
      `mutation { addAddress(input: { label: "${name}s", recipient: "${name} L.",
    address: ${address} }) { id } }`,
      person,
    ),
  );
  await asked(post(web, upload, person));
  await asked(post(web, upload, person));
  await asked(
    post(web, `mutation { updateProfile(input: { phone: "+353771400${name.length}" }) { id } }`, person),
  );
}

async function asked(answer: Promise<TransportAnswer>): Promise<TransportAnswer> {
  const { errors } = await answer;
  expect(errors).toEqual([]);
  return answer;
}

/** Every text that somebody's own queries show, in pages of one and in whole ones. */
async function everythingOf(person: Person): Promise<readonly (readonly [field: string, text: string])[]> {
  const documents = shops.flatMap((shop) =>
    shop.trees
      .filter(({ kind, name }) => kind === 'query' && name !== 'Query.order')
      .flatMap(({ query }) => [query, query.replace(/^query { (orders|uploads) /, 'query { $1(first: 1) ')])
      .map((query) => [shop, query] as const),
  );
  const answers = await Promise.all(documents.map(([shop, query]) => asked(post(shop, query, person))));
  return answers.flatMap(({ data }) => textsIn(data));
}

function textsIn(value: unknown, name = ''): (readonly [field: string, text: string])[] {
  if (typeof value === 'string') return [[name, value]];
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, name));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, below]: [string, unknown]) => textsIn(below, field));
}

/** What of Ada's stands in an answer, but for what Grace has to ask with. */
function found(text: string): readonly string[] {
  return [...secrets].filter((secret) => text.includes(secret) && !handles.has(secret));
}

interface Attempt {
  readonly shop: Shop;
  readonly name: string;
  readonly query: string;
  readonly kind: Tree['kind'];
}

/** Every document, with everything of Ada's in every place where a client may write a text. */
function attempts(): readonly Attempt[] {
  return shops.flatMap((shop) =>
    shop.trees.flatMap((tree) => {
      const forged = tree.places.flatMap((place) =>
        [...handles].map((handle) => ({
          name: `${shop.client} ${place} = ${handle}`,
          query: withText(shop.schema, tree, place, handle),
        })),
      );
      const plain = { name: `${shop.client} ${tree.name}`, query: tree.query };
      return [plain, ...forged].map((one) => ({ shop, kind: tree.kind, ...one }));
    }),
  );
}

async function inTurns<Item>(items: readonly Item[], act: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const work = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: 8 }, work));
}

describe('GQL-06 nobody reads another’s order, cart, address or upload', () => {
  it('Ada has something at the end of every path, and sees it', async () => {
    expect(secrets.size).toBeGreaterThan(20);
    expect(handles.size).toBeGreaterThan(8);
    const tree = web.trees.find(({ name }) => name === 'Query.order');
    const order = [...handles].find((handle) => handle.startsWith('ord_'));
    if (tree === undefined || order === undefined) throw new Error('Ada has no order');
    const query = withText(web.schema, tree, 'Query.order#0', order);
    expect(found((await post(web, query, ADA)).text)).toContain('Canary Lovelace');
  });

  it.each(TRANSPORTS)('by $name, whatever Grace writes into whichever document', async ({ ask, carries }) => {
    const all = attempts().filter(({ kind }) => carries.includes(kind));
    const leaks: string[] = [];
    await inTurns(all, async ({ shop, name, query }) => {
      const { text } = await ask(shop.running.url, { query }, GRACE);
      leaks.push(...found(text).map((secret) => `${name}: ${secret}`));
    });
    expect(leaks).toEqual([]);
    expect(all.length).toBeGreaterThan(50);
  });

  it('by the idempotency key of Ada’s order', async () => {
    const tree = web.trees.find(({ name }) => name === 'Mutation.placeOrder');
    const { text } = await post(web, tree?.query ?? '', GRACE, { 'idempotency-key': ADAS_KEY });
    expect(found(text)).toEqual([]);
  });

  it('by a picture of Ada’s in a review of Grace’s', async () => {
    for (const handle of handles) {
      const query = `mutation { addReview(input: { productId: "prod_teapot", rating: 5, body: "A good one, this one.",
        photoIds: [${JSON.stringify(handle)}] }) { id photos { id url alt } } }`;
      expect(found((await post(web, query, GRACE)).text)).toEqual([]);
    }
  });

  it('and nothing of Ada’s has changed by all of this', async () => {
    const now = new Set((await everythingOf(ADA)).map(([, text]) => text));
    expect([...secrets].filter((secret) => !now.has(secret))).toEqual([]);
  });
});
