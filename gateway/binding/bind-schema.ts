import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { isIntrospectionType, isObjectType, isUnionType, printSchema } from 'graphql';
import type { Contract, JsonObject } from '../contract/index.ts';
import { collectAnswerReaders } from './answer-readers.ts';
import { bindShape } from './bind-shape.ts';
import { BindingError } from './binding-error.ts';
import type { BindingScope, ResolverFunctions } from './binding-scope.ts';
import { checkEmptyAnswers } from './check-empty-answers.ts';
import { checkFunctions } from './check-functions.ts';
import { checkJsonDirectives } from './check-json-directives.ts';
import { checkLevels } from './check-levels.ts';
import { checkPages } from './check-pages.ts';
import { checkSdl } from './check-sdl.ts';
import { checkTypeDirectives } from './check-type-directives.ts';
import type { Findings } from './findings.ts';
import { createFindings } from './findings.ts';
import { createListSizes } from './list-sizes.ts';
import type { BoundSchema, Diagnostic } from './model.ts';
import { collectNamedCalls } from './named-calls.ts';
import type { RootPlace } from './place.ts';
import { collectPolicies } from './policies.ts';
import { createProducers } from './producers.ts';
import { createResolverContract } from './resolver-contract.ts';
import { createShapeRegistry } from './shape-registry.ts';
import { createStatusLog } from './status-log.ts';
import { createVariantLog } from './variant-log.ts';
import { collectWeights } from './weights.ts';

/** A client schema and what it is bound to. */
export interface SchemaSource {
  /** `web` */
  readonly client: string;
  readonly sdl: { readonly file: string; readonly text: string };
  readonly contracts: readonly Contract[];
  /** The deployment constants that `$config.<name>` may read. */
  readonly config?: JsonObject;
  /** The functions for fields marked `@resolver`, by type and field. Left out, nobody asks whether there are any. */
  readonly resolvers?: ResolverFunctions;
}

/** `bound` is undefined when any diagnostic is an error. Diagnostics come in the order of their positions. */
export interface CheckedSchema {
  readonly bound: BoundSchema | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Finds every mistake at once; never throws for a mistake in the schema. */
export function checkSchema(source: SchemaSource): CheckedSchema {
  const { sdl, contracts, client } = source;
  const findings = createFindings(sdl.file);
  const schema = checkSdl(sdl.file, sdl.text, findings);
  if (schema === undefined) return { bound: undefined, diagnostics: findings.diagnostics() };
  checkTypeDirectives(schema, findings);
  checkJsonDirectives(schema, findings);
  const scope = createScope(source, schema, findings);
  const roots = bindRoots(scope);
  const shapes = [roots.query, roots.mutation, roots.subscription].filter((shape) => shape !== undefined);
  checkLevels(scope, shapes);
  checkEmptyAnswers(schema, scope.shapes.all(), findings);
  checkPages(schema, shapes, findings);
  scope.variants.report(schema, findings);
  scope.statuses.report(findings);
  if (source.resolvers !== undefined) checkFunctions(schema, source.resolvers, findings);
  reportUnfilledTypes(scope);
  const diagnostics = findings.diagnostics(createProducers(scope.shapes));
  const advice = diagnostics.filter(({ severity }) => severity === 'advice');
  if (advice.length < diagnostics.length) return { bound: undefined, diagnostics };
  const { policies, lists } = scope;
  const weights = collectWeights(schema);
  const publicSdl = printSchema(schema);
  const listSizes = lists.all(schema);
  return {
    bound: { client, schema, publicSdl, contracts, roots, policies, weights, listSizes, advice },
    diagnostics,
  };
}

/** @throws BindingError with every error of `checkSchema`. */
export function bindSchema(source: SchemaSource): BoundSchema {
  const { bound, diagnostics } = checkSchema(source);
  if (bound !== undefined) return bound;
  throw new BindingError(diagnostics.filter(({ severity }) => severity === 'error'));
}

function createScope(
  { client, sdl, contracts, config, resolvers }: SchemaSource,
  schema: GraphQLSchema,
  findings: Findings,
): BindingScope {
  return {
    client,
    schema,
    contracts: new Map(contracts.map((contract) => [contract.service, contract])),
    config: config ?? {},
    policies: collectPolicies(schema, findings),
    findings,
    shapes: createShapeRegistry(collectAnswerReaders(schema)),
    lists: createListSizes(),
    namedCalls: collectNamedCalls(schema, findings),
    variants: createVariantLog(),
    given: createResolverContract(schema, sdl.file),
    functions: resolvers,
    statuses: createStatusLog(),
    inputs: new Map(),
  };
}

function bindRoots(scope: BindingScope): BoundSchema['roots'] {
  const { schema, shapes } = scope;
  const queryType = schema.getQueryType();
  if (!queryType) throw new TypeError('A schema that was checked has a query type.');
  const rootOf = (type: GraphQLObjectType | null | undefined, root: RootPlace['root']) =>
    type ? shapes.shapeOf(type, { kind: 'root', root }) : undefined;
  const query = shapes.shapeOf(queryType, { kind: 'root', root: 'query' });
  const mutation = rootOf(schema.getMutationType(), 'mutation');
  const subscription = rootOf(schema.getSubscriptionType(), 'subscription');
  for (let pending = shapes.next(); pending !== undefined; pending = shapes.next()) bindShape(scope, pending);
  return { query, mutation, subscription };
}

function reportUnfilledTypes({ schema, shapes, variants, findings }: BindingScope): void {
  // A field with a mistake leads nowhere: what stands behind it is not known to be unfilled.
  if (findings.hasErrors()) return;
  // An interface that no field has can still be what documents put fragments on.
  const filled = new Set([...shapes.all().map(({ type }) => type), ...variants.used()]);
  for (const type of Object.values(schema.getTypeMap())) {
    const isFilled = !isObjectType(type) && !isUnionType(type);
    if (isFilled || isIntrospectionType(type) || filled.has(type.name)) continue;
    const message = `nothing leads to ${type.name}, so that nothing of it was checked`;
    findings.report({
      code: 'GH093',
      node: type.astNode ?? undefined,
      message,
      fix: 'use it in a field, or remove it',
    });
  }
}
