import { describe, expect, it } from '@jest/globals';
import { type BoundSchema, shapesBelow } from '#binding';
import { systemClock } from '../../../gateway/clock.ts';
import { GatewayError } from '../../../gateway/errors.ts';
import { createReferenceExecutor } from '../../../gateway/execution/reference-executor.ts';
import type { Viewer } from '../../../gateway/request-scope.ts';
import { createTokenSource } from '../../../gateway/session/tokens/create-token-source.ts';
import { authorizationFor } from '../../../gateway/upstream/authorization-for.ts';
import type { TokenDemand } from '../../../gateway/upstream/token-source.ts';
import { resolvers } from '../../../web-bff/resolvers.ts';
import { parseOperation } from '../../unit/bounds/count-calls.ts';
import { ampleNature } from '../../unit/bounds/nature.ts';
import { readShop } from '../../unit/bounds/read-fixture.ts';
import { createWorld } from '../../unit/bounds/world.ts';
import { createScope, createViewer } from '../../unit/upstream/create-scope.ts';
import { fieldsOf } from './fields-of.ts';

interface SeenCall extends Pick<TokenDemand, 'operation' | 'token'> {
  /** Undefined where no token could be had, so that nothing was called. */
  readonly authorization: string | null | undefined;
}

const everything = { has: () => true };

/** Whoever asks, as the gate lets them through. */
const ASKERS = {
  nobody: null,
  'somebody whose token is over': createViewer({
    scopes: Object.assign(new Set<string>(), everything),
    accessToken: () => Promise.reject(new GatewayError('UNAUTHENTICATED')),
  }),
  'somebody whose token is refused': createViewer({
    scopes: Object.assign(new Set<string>(), everything),
    accessToken: async () => 'refused',
  }),
  'somebody who is signed in': createViewer({
    scopes: Object.assign(new Set<string>(), everything),
    accessToken: async () => 'good',
  }),
};

const shop = await readShop();

describe.each(shop)('%s', (_, bound) => {
  const userOperations = userOperationsOf(bound);
  const queries = fieldsOf(bound.schema);

  it.each(Object.entries(ASKERS))(
    'TOK-05 shows users’ operations no token of ours when %s asks for any field, even where the schema had no policy',
    async (_asker, viewer) => {
      const demanded = new Set<string>();
      for (const { text } of queries) {
        for (const call of await callsFor({ ...bound, policies: new Map() }, text, viewer)) {
          if (call.token === 'user') demanded.add(call.operation);
          const isOwn = call.authorization === 'Bearer ours';
          expect([text, call.operation, isOwn && call.token !== 'system']).toEqual([
            text,
            call.operation,
            false,
          ]);
        }
      }
      expect(demanded.size).toBeGreaterThan(0);
    },
  );

  it('TOK-05 has asked for every operation of users that there is', async () => {
    const demanded = new Set<string>();
    for (const { text } of queries) {
      for (const { operation, token } of await callsFor(bound, text, ASKERS['somebody who is signed in'])) {
        if (token === 'user') demanded.add(operation);
      }
    }
    expect([...demanded].toSorted()).toEqual(userOperations);
  });

  it('TOK-05 calls no operation of users for nobody', async () => {
    for (const { text } of queries) {
      const calls = await callsFor(bound, text, null);
      expect([text, calls.filter(({ token }) => token === 'user')]).toEqual([text, []]);
    }
  });
});

/** By their contracts; without those that answer nobody, too. */
function userOperationsOf(bound: BoundSchema): readonly string[] {
  const found = new Set<string>();
  const shapes = new Set([bound.roots.query, ...(bound.roots.mutation ? [bound.roots.mutation] : [])]);
  for (const shape of shapes) {
    for (const field of [...shape.fields.values(), ...shape.calls.values()]) {
      if (field.kind === 'rest' || field.kind === 'join') {
        const { token, security, coordinate } = field.call.operation;
        if (token === 'user' && security.length > 0) found.add(coordinate);
      }
      for (const below of shapesBelow(field)) shapes.add(below.shape);
    }
  }
  return [...found].toSorted();
}

/** What services are called for, and shown. They answer everything, so that nothing hides what stands below. */
async function callsFor(
  bound: BoundSchema,
  text: string,
  viewer: Viewer | null,
): Promise<readonly SeenCall[]> {
  const calls: SeenCall[] = [];
  const services = new Map(bound.contracts.map(({ service }) => [service, { token: 'exchange' as const }]));
  const expiresAt = Number.MAX_SAFE_INTEGER;
  const provider = {
    exchange: async (accessToken: string) => {
      if (accessToken !== 'good') throw new GatewayError('UNAUTHENTICATED');
      return { accessToken: 'theirs', expiresAt };
    },
    ownToken: async () => ({ accessToken: 'ours', expiresAt }),
  };
  const tokens = createTokenSource({ provider, services, clock: systemClock });
  const world = createWorld(bound, { ...ampleNature(), length: (max) => Math.min(max, 2) });
  const upstream: typeof world = {
    ...world,
    async send(request, scope) {
      const { operation, token } = request;
      try {
        const authorization = await authorizationFor(tokens, request, scope);
        calls.push({ operation, token, authorization });
      } catch (error) {
        calls.push({ operation, token, authorization: undefined });
        throw error;
      }
      return world.send(request, scope);
    },
  };
  const executor = createReferenceExecutor({
    bound,
    upstream,
    validators: new Map(),
    config: { mainWarehouse: 'main' },
    ...(bound.client === 'web' ? { resolvers } : {}),
  });
  const work = executor.execute({
    ...parseOperation(bound, text),
    operationName: undefined,
    variables: {},
    scope: createScope({ viewer }),
    contextValue: {},
  });
  await world.serve(work);
  return calls;
}
