import DataLoader from 'dataloader';
import type { ResolverField } from '../binding/index.ts';
import type { Json } from '../contract/index.ts';
import { callResolver, type Outcome } from './call-resolver.ts';
import { contractViolation } from './contract-violation.ts';
import { givenJson } from './given-json.ts';
import { graphqlValue } from './graphql-value.ts';
import type { Level } from './level-scheduler.ts';
import { boundedValue } from './list-bound.ts';
import { promisedValue } from './promised-value.ts';
import type { FieldAsked } from './resolve-rest.ts';
import type { Answer } from './row.ts';
import type { Run } from './run.ts';

/** `@resolver`: a function in TypeScript answers for all rows of a level. */
export function resolveInCode(field: ResolverField, asked: FieldAsked, run: Run): Promise<unknown> {
  return run.levels.hold(asked.path, valueFor(field, asked, run));
}

async function valueFor(field: ResolverField, asked: FieldAsked, run: Run): Promise<unknown> {
  const level = await run.levels.turn(asked.path);
  const outcome = await rowLoader(field, asked, level, run).load({ row: asked.row.json ?? null });
  return present(field, outcome.value, asked, run);
}

/** DataLoader takes no null for a key, and root types stand for one. */
interface RowKey {
  readonly row: Json;
}

/** Rows in, what the function gives for each out. */
type RowLoader = DataLoader<RowKey, Outcome>;

const loaders = new WeakMap<Level, Map<string, RowLoader>>();

/**
 * The loader of one field of a level, whatever producers its rows have. The fields of a level load one after the other
 * in one turn, and DataLoader waits for the end of that turn.
 */
function rowLoader(field: ResolverField, asked: FieldAsked, level: Level, run: Run): RowLoader {
  const ofLevel = loaders.get(level) ?? new Map<string, RowLoader>();
  loaders.set(level, ofLevel);
  const known = ofLevel.get(field.coordinate);
  if (known !== undefined) return known;
  const loader: RowLoader = new DataLoader<RowKey, Outcome>(
    (keys) =>
      callResolver(
        { field, asked, level, run },
        keys.map(({ row }) => row),
      ),
    { cache: false },
  );
  ofLevel.set(field.coordinate, loader);
  return loader;
}

function present(field: ResolverField, value: unknown, { bound, type }: FieldAsked, run: Run): unknown {
  const json = givenJson(value, field.coordinate);
  const answer: Answer = {
    service: '',
    resolver: field.coordinate,
    status: 200,
    headers: {},
    body: json,
    parameters: {},
  };
  const place = { json, pointer: '', isText: false };
  const given = graphqlValue(boundedValue(field.value, bound), place, answer, run.bound.schema);
  return promisedValue(given, type, (suffix) => contractViolation(answer, suffix, 'null'));
}
