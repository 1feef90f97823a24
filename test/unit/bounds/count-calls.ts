import { Kind, type OperationDefinitionNode, parse, validate } from 'graphql';
import { type BoundSchema, planDocument } from '#binding';
import { createReferenceExecutor } from '../../../gateway/execution/reference-executor.ts';
import { resolvers as webResolvers } from '../../../web-bff/resolvers.ts';
import { createScope, createViewer } from '../upstream/create-scope.ts';
import { fixtureResolvers } from './fixture-resolvers.ts';
import type { Nature } from './nature.ts';
import { createWorld } from './world.ts';

export interface Asked {
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** @throws Error for an operation that is not valid, so that no test counts nothing. */
export function parseOperation(bound: BoundSchema, text: string) {
  const document = parse(text);
  const errors = validate(bound.schema, document);
  if (errors.length > 0) throw new Error(`${errors.map(String).join('\n')}\n${text.slice(0, 2000)}`);
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  if (operation === undefined) throw new Error('no operation');
  return { document, operation };
}

export interface Counts {
  readonly calls: number;
  readonly perService: Readonly<Record<string, number>>;
  readonly waves: number;
}

/** What the reference executor asks services for that behave like this. */
export async function countCalls(bound: BoundSchema, { text, variables }: Asked, nature: Nature) {
  const world = createWorld(bound, nature);
  const config = { mainWarehouse: 'main' };
  const resolvers = bound.client === 'web' ? webResolvers : fixtureResolvers;
  const validators = new Map();
  const executor = createReferenceExecutor({ bound, upstream: world, validators, config, resolvers });
  const { document, operation } = parseOperation(bound, text);
  const scope = createScope({ viewer: createViewer({ scopes: scopesOf(bound) }) });
  const work = executor.execute({
    document,
    operation,
    operationName: operation.name?.value,
    variables,
    scope,
    contextValue: {},
  });
  const result = await world.serve(work);
  const perService = Object.fromEntries([...world.calls].toSorted(([a], [b]) => a.localeCompare(b)));
  return { calls: world.log.length, perService, waves: world.rounds, log: world.log, result };
}

/** What it may ask for at most. */
export function boundsOf(bound: BoundSchema, { text, variables }: Asked): Counts {
  const { calls, perService, waves } = planDocument(bound, { ...parseOperation(bound, text), variables });
  const sorted = [...perService]
    .filter(([, number]) => number > 0)
    .toSorted(([a], [b]) => a.localeCompare(b));
  return { calls, perService: Object.fromEntries(sorted), waves };
}

/** All that any policy of the schema asks for. */
function scopesOf({ policies }: BoundSchema): ReadonlySet<string> {
  return new Set(
    [...policies.values()].flatMap((policy) => (policy.kind === 'scopes' ? policy.anyOf.flat() : [])),
  );
}
