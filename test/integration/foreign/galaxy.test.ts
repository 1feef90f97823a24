import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Foreign, startForeign } from './start-foreign.ts';

let galaxy: Foreign;

beforeAll(async () => {
  galaxy = await startForeign({
    service: 'galaxy',
    document: join(import.meta.dirname, '../../../node_modules/@scalar/galaxy/dist/3.1.yaml'),
    schema: join(import.meta.dirname, '../../fixtures/galaxy/galaxy.graphql'),
  });
});

beforeEach(() => galaxy.mocks.reset());

const SIGN_UP = `mutation {
  signUp(user: { name: "Marc", email: "marc@example.com", password: "secret" }) {
    __typename
    ... on User { id name }
    ... on NameTaken { title }
  }
}`;

describe('the Scalar Galaxy, mocked and bound as it is published', () => {
  test('lists the rows of a page that is generic in the contract', async () => {
    const answer = await galaxy.ask('{ planets(limit: 3) { planets { id name kind tags } } }');
    expect(answer).toEqual({
      data: {
        planets: { planets: expect.arrayContaining([expect.objectContaining({ name: expect.any(String) })]) },
      },
    });
    expect(await galaxy.mocks.calls('galaxy')).toMatchObject([
      { operation: 'galaxy.getAllData', path: '/planets?limit=3' },
    ]);
  });

  test('turns pages by the number of rows, and by the link that the service sends', async () => {
    const first = await galaxy.ask('{ planets(limit: 1) { planets { id } nextOffset next } }');
    expect(first).toMatchObject({ data: { planets: { nextOffset: 1 } } });
    expect(first.errors).toBeUndefined();
    await galaxy.ask('{ planets(limit: 1, offset: 1) { nextOffset } }');
    expect(await galaxy.mocks.calls('galaxy')).toMatchObject([{}, { path: '/planets?limit=1&offset=1' }]);
  });

  test('reads a planet by its number, once for all who ask', async () => {
    const query =
      '{ planet(id: 7) { id name discoveredAt measurements { name value } fresh { name } } again: planet(id: 7) { name } }';
    const { data, errors } = await galaxy.ask(query);
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ planet: { name: expect.any(String), fresh: { name: expect.any(String) } } });
    const calls = await galaxy.mocks.calls('galaxy');
    expect(calls.filter(({ path }) => path === '/planets/7')).toHaveLength(1);
  });

  test('a planet that is not there is null', async () => {
    await galaxy.mocks.fault('galaxy', { operation: 'getPlanet', status: 404 });
    expect(await galaxy.ask('{ planet(id: 7) { name } }')).toEqual({ data: { planet: null } });
  });

  test('who is not signed in is told so before any call is made', async () => {
    const answer = await galaxy.ask('{ me { name } }');
    expect(answer).toMatchObject({
      data: { me: null },
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(await galaxy.mocks.calls('galaxy')).toEqual([]);
    expect(await galaxy.ask('{ me { name } }', {}, 'read:account')).toMatchObject({
      data: { me: expect.any(Object) },
    });
  });

  test('writes what the client gave, in the words of the contract', async () => {
    const query =
      'mutation { discover(planet: { name: "Vulcan", kind: GAS_GIANT, description: null }) { name } }';
    const { errors } = await galaxy.ask(query, {}, 'write:planets');
    expect(errors).toBeUndefined();
    const [call] = await galaxy.mocks.calls('galaxy');
    expect(call).toMatchObject({ body: { name: 'Vulcan', type: 'gas_giant', description: null } });
  });

  test.each([
    ['planet', '{ planet: { name: "Vulcan", kind: DWARF } }', { name: 'Vulcan', type: 'dwarf' }],
    ['satellite', '{ satellite: { name: "Io", kind: MOON } }', { name: 'Io', type: 'moon' }],
  ])('writes one of several kinds, here a %s, without the wrapper around it', async (_, body, sent) => {
    const query = `mutation { chart(body: ${body}) { __typename ... on Planet { name } ... on Satellite { name } } }`;
    const { data, errors } = await galaxy.ask(query, {}, 'write:planets');
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ chart: { __typename: expect.stringMatching(/^(Planet|Satellite)$/) } });
    expect(await galaxy.mocks.calls('galaxy')).toMatchObject([{ body: sent }]);
  });

  test('a status that the schema names is a result, and every other failure an error', async () => {
    expect(await galaxy.ask(SIGN_UP)).toMatchObject({ data: { signUp: { __typename: 'User' } } });
    await galaxy.mocks.fault('galaxy', { operation: 'createUser', status: 409 });
    expect(await galaxy.ask(SIGN_UP)).toEqual({
      data: { signUp: { __typename: 'NameTaken', title: expect.any(String) } },
    });
    await galaxy.mocks.fault('galaxy', { operation: 'createUser', status: 422 });
    expect(await galaxy.ask(SIGN_UP)).toMatchObject({
      data: { signUp: null },
      errors: [{ path: ['signUp'], extensions: { code: 'BAD_USER_INPUT', service: 'galaxy' } }],
    });
  });

  test('a Boolean over an answer without a body is whether it worked', async () => {
    const query = 'mutation { explode(planet: 7) }';
    expect(await galaxy.ask(query, {}, 'write:planets')).toEqual({ data: { explode: true } });
    await galaxy.mocks.fault('galaxy', { operation: 'deletePlanet', status: 404 });
    expect(await galaxy.ask(query, {}, 'write:planets')).toEqual({ data: { explode: false } });
  });
});
