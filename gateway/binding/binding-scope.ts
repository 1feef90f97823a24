import type { ASTNode, GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import type { Contract, JsonObject } from '../contract/index.ts';
import type { Finding, Findings } from './findings.ts';
import type { ListSizes } from './list-sizes.ts';
import type { BoundInput, Policy } from './model.ts';
import type { NamedCalls } from './named-calls.ts';
import type { Place } from './place.ts';
import type { ResolverContract } from './resolver-contract.ts';
import type { ShapeRegistry } from './shape-registry.ts';
import type { StatusLog } from './status-log.ts';
import type { VariantLog } from './variant-log.ts';

/** What one run over a client schema knows and collects. */
export interface BindingScope {
  /** `web` */
  readonly client: string;
  readonly schema: GraphQLSchema;
  readonly contracts: ReadonlyMap<string, Contract>;
  readonly config: JsonObject;
  readonly policies: ReadonlyMap<string, Policy>;
  readonly findings: Findings;
  readonly shapes: ShapeRegistry;
  readonly lists: ListSizes;
  /** By type. */
  readonly namedCalls: NamedCalls;
  readonly variants: VariantLog;
  /** What resolvers give. */
  readonly given: ResolverContract;
  /** Which functions there are; undefined where nobody said. */
  readonly functions: ResolverFunctions | undefined;
  readonly statuses: StatusLog;
  /** Input types that were bound before, by type and place; they may be cyclic. */
  readonly inputs: Map<string, BoundInput>;
}

/** By type and field. */
export type ResolverFunctions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** One field that is being bound, as one producer fills it. */
export interface FieldSite {
  readonly scope: BindingScope;
  readonly type: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
  readonly node: ASTNode | undefined;
  /** `Product.title`, or in words for a call that several fields share. */
  readonly coordinate: string;
  readonly place: Place;
  /** The name of the shared call that is being bound: `field` only stands in for one then. */
  readonly sharedAs?: string;
}

export type SiteFinding = Omit<Finding, 'node' | 'producer'> & { readonly node?: Finding['node'] };

/** Reports a finding at the field, or at the given part of it. */
export function reportAt(site: FieldSite, finding: SiteFinding): undefined {
  site.scope.findings.report({ ...finding, node: finding.node ?? site.node });
}

/** Reports a finding that depends on the operation whose answer the field's object stands in. */
export function reportFromProducer(site: FieldSite, finding: SiteFinding): undefined {
  const producer = site.place.kind === 'row' ? site.place : undefined;
  site.scope.findings.report({ ...finding, node: finding.node ?? site.node, producer });
}
