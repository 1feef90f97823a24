import type { GraphQLSchema } from 'graphql';
import type { Contract, Json, Operation, SchemaNode } from '../contract/index.ts';
import type { BoundCall, Read, Source, Template } from './bound-call.ts';
import type { Diagnostic } from './diagnostic.ts';

export type {
  BoundCall,
  BoundConstant,
  BoundInput,
  BoundInputField,
  Read,
  Source,
  Template,
} from './bound-call.ts';
export type { Diagnostic } from './diagnostic.ts';

/**
 * What a client schema means once it is bound: for every object type, seen as what one operation returns, how each
 * field gets its value. Executors need nothing else; they never look at directives or contracts' schemas.
 */
export interface BoundSchema {
  /** `web` */
  readonly client: string;
  /** The client's types with working scalars and no resolvers. Binding directives are not part of it. */
  readonly schema: GraphQLSchema;
  /** What a client may see: `printSchema` of `schema`. */
  readonly publicSdl: string;
  readonly contracts: readonly Contract[];
  /** The shapes of the root types. */
  readonly roots: {
    readonly query: Shape;
    readonly mutation: Shape | undefined;
    /** All of its fields are `event`. */
    readonly subscription: Shape | undefined;
  };
  /** By `Type.field` and by `Type`. Coordinates without an entry demand nothing. */
  readonly policies: ReadonlyMap<string, Policy>;
  /** By `Type.field`, `Type` and `Type.field(argument:)`; see `@cost` in the IBM cost specification. */
  readonly weights: ReadonlyMap<string, number>;
  /** By `Type.field`. */
  readonly listSizes: ReadonlyMap<string, ListSize>;
  /** Advice that does not keep the process from starting. */
  readonly advice: readonly Diagnostic[];
}

export type Policy =
  | { readonly kind: 'public' }
  | { readonly kind: 'authenticated' }
  /** One inner list must be held whole. */
  | { readonly kind: 'scopes'; readonly anyOf: readonly (readonly string[])[] };

/** See `@listSize` in the IBM cost specification; `contractMax` is the contract's `maxItems`. */
export interface ListSize {
  readonly assumedSize: number | undefined;
  readonly slicingArguments: readonly string[];
  readonly sizedFields: readonly string[];
  readonly contractMax: number | undefined;
}

/** An object type of the client as one place of a contract (its producer) fills it. Shapes may be cyclic. */
export interface Shape {
  /** The object type's name. */
  readonly type: string;
  /**
   * For messages: `catalog.getProduct`, the first of several where the type reads nothing but its row; for roots and groups
   * the type's name.
   */
  readonly producer: string;
  readonly fields: ReadonlyMap<string, BoundField>;
  /**
   * The calls that `of` fields share, by the name that `as` gives them. The value of such a call is the object which
   * those fields read: its shape has no fields of its own. A join among them has `one` row for each parent.
   */
  readonly calls: ReadonlyMap<string, RestField | JoinField>;
}

export type BoundField =
  | ReadField
  | GroupField
  | RestField
  | JoinField
  | NextField
  | OfField
  | EventField
  | ResolverField;

/** A property of the row the parent stands for. */
export interface ReadField {
  readonly kind: 'read';
  readonly read: Read;
  readonly value: BoundValue;
}

/** An object field on a root type without a binding: its fields bind as the root's do. */
export interface GroupField {
  readonly kind: 'group';
  readonly shape: Shape;
}

/** `@rest`: one call of an operation for one parent. */
export interface RestField {
  readonly kind: 'rest';
  readonly call: BoundCall;
  /** The most distinct calls that one level may make; undefined where every row of a level shares one call. */
  readonly fanout: number | undefined;
  readonly missing: MissingPolicy;
  /** Where in the answer the value lies. */
  readonly at: Read;
  readonly value: BoundValue;
  /** By HTTP status, what the whole answer means where it is a result of its own; see `@status`. 2xx among them go before `value`. */
  readonly outcomes: ReadonlyMap<number, Outcome>;
}

/** An answer of one status that is a result, and no failure. */
export interface Outcome {
  readonly value: BoundValue;
  /** False where the contract describes no JSON body, so that the value is `{}`. */
  readonly hasBody: boolean;
}

/** `@join`: one call, or one for each chunk of keys, for all parents of a level. */
export interface JoinField {
  readonly kind: 'join';
  /** Without the keys. */
  readonly call: BoundCall;
  /** Undefined: the whole list is fetched once per request and matched. */
  readonly keys: JoinKeys | undefined;
  /** All must agree for a row to belong to a parent. */
  readonly match: readonly JoinMatch[];
  /** `one`: a single field, the first row counts. `many`: rows grouped in the upstream's order. `listed`: the key is a list, rows come in its order. */
  readonly rows: 'one' | 'many' | 'listed';
  readonly missing: MissingPolicy;
  /** Where in the answer the rows lie. */
  readonly at: Read;
  /**
   * Where the rows are the entries of a map, found by their keys: the properties that are none. Undefined where they are
   * the items of a list.
   */
  readonly declared?: ReadonlySet<string>;
  /** One row. It may be a list where `rows` is `one` and the rows are entries. */
  readonly value: BoundValue;
  /** The most rows one parent may get, where it is known. */
  readonly maxRows: number | undefined;
}

/** `@event`: what a service announces, sent to whom it concerns. */
export interface EventField {
  readonly kind: 'event';
  /** The webhook of the contract; its `requestBody` is the event. */
  readonly webhook: Operation;
  /** All must hold for an event to be sent on; a value that an absent argument leaves out is not compared. */
  readonly where: readonly EventCondition[];
  /** Where in the event the field's value lies. */
  readonly at: Read;
  readonly value: BoundValue;
}

/** `@resolver`: answered in TypeScript, once for all rows of a level. */
export interface ResolverField {
  readonly kind: 'resolver';
  /** `Product.discount` */
  readonly coordinate: string;
  /** What it may call. */
  readonly calls: readonly Operation[];
  /** The most distinct calls that one level may make of all these operations together; 0 where it calls nothing. */
  readonly atMost: number;
  /** What a row is by its contract; undefined on root types, which have none. */
  readonly row: SchemaNode | undefined;
  /** What the function gives for a row, described as a contract would. */
  readonly gives: SchemaNode;
  /** Stands for the function where answers are made up: its answer is what the function gives. Nobody can call it. */
  readonly standIn: Operation;
  readonly value: BoundValue;
}

export interface EventCondition {
  /** In the event. */
  readonly event: Read;
  /** What must stand there; compared as wire text. */
  readonly value: Template;
}

export interface JoinKeys {
  /** Which parameter takes the list of keys, or where in the body it goes. */
  readonly into:
    | { readonly kind: 'parameter'; readonly name: string }
    | { readonly kind: 'body'; readonly path: readonly string[] };
  /** One item of that list: a source, or an object of sources for composite keys. */
  readonly item: Template;
  /** The most keys one call takes. */
  readonly maxItems: number;
}

export interface JoinMatch {
  /** In the row that the upstream sent. */
  readonly row: Read;
  /** In the parent. */
  readonly source: Source;
}

/** `@next`: what the client sends to the call that produced this page, to get the page after it. Null at the end. */
export interface NextField {
  readonly kind: 'next';
  /** The parameter that takes it, by the contract's name, as in `BoundCall`. */
  readonly parameter: string;
  readonly cursor: NextCursor;
  /** A leaf. */
  readonly value: BoundValue;
}

export type NextCursor =
  | NextLink
  | { readonly kind: 'property'; readonly read: Read }
  /** A property of the last row. */
  | { readonly kind: 'last'; readonly rows: PageRows; readonly read: Read }
  /** Where this page started, and as many rows on. `first` is where the first page starts. */
  | { readonly kind: 'rows'; readonly rows: PageRows; readonly first: number }
  /** The number of this page, and one on. `first` is the number of the first page. */
  | { readonly kind: 'page'; readonly rows: PageRows; readonly first: number };

/** A URL that the service sent, or in a `Link` header (RFC 8288) the one with the relation `next`. */
export interface NextLink {
  readonly kind: 'url';
  readonly read: Read;
  /** True where it is that header. */
  readonly isLink: boolean;
  /** What the parameter is called in the URL's query. */
  readonly query: string;
}

/** The rows of a page, and how many were asked for: a shorter page is the last one. */
export interface PageRows {
  readonly read: Read;
  /** The parameter that says how many, by the contract's name; undefined where there is none. */
  readonly limit: string | undefined;
  /** How many come where that parameter is not sent; undefined where the contract does not say. */
  readonly usual: number | undefined;
  /** The most that ever come, whatever was asked for. */
  readonly most: number | undefined;
}

/** `@json(of:)`: a property of what a shared call gives, which is made once for each row, or once for a level. */
export interface OfField {
  readonly kind: 'of';
  /** In `calls` of the same shape. */
  readonly call: string;
  /** In what the call gives. */
  readonly read: Read;
  readonly value: BoundValue;
}

/** What HTTP 404 means: null, an error, or false for a Boolean. */
export type MissingPolicy = 'NULL' | 'ERROR' | 'FALSE';

/** How JSON of a contract becomes a GraphQL value. */
export type BoundValue =
  /** `fromWire` maps enum values where the contract's differ from the client's names. */
  | {
      readonly kind: 'leaf';
      readonly type: string;
      readonly fromWire: ReadonlyMap<Json, string> | undefined;
      /** The enum value for every scalar that `fromWire` does not have. */
      readonly other?: string | undefined;
    }
  /** A longer list than `maxItems` is CONTRACT_VIOLATED, so that static bounds hold at run time. */
  | { readonly kind: 'list'; readonly item: BoundValue; readonly maxItems: number | undefined }
  /** The entries of an object, in its order, without the properties that are `declared`. A longer one is CONTRACT_VIOLATED. */
  | {
      readonly kind: 'map';
      readonly item: BoundValue;
      readonly maxItems: number | undefined;
      readonly declared: ReadonlySet<string>;
    }
  /**
   * `overAny`: the JSON need not be an object, because the shape's fields read `$body` (an array at the root), or because
   * it stands for an entry of a map, which is there even if its value is null.
   */
  | { readonly kind: 'object'; readonly shape: Shape; readonly overAny?: true }
  /** A union or interface: of the members whose conditions all hold, the one with the most of them. */
  | { readonly kind: 'variants'; readonly type: string; readonly members: readonly BoundVariant[] }
  /** A Boolean over an operation without a body: true on 2xx. An object over one is `{}`. */
  | { readonly kind: 'success' };

/** An object type that a value of a union or interface may be. */
export interface BoundVariant {
  readonly shape: Shape;
  readonly when: readonly VariantCondition[];
}

/** What a value must hold to be one of several variants. */
export interface VariantCondition {
  /** A property of the value, in the contract's names. */
  readonly path: readonly (string | number)[];
  /** Any of these scalars, null for what is absent too; undefined: anything but null. */
  readonly values: ReadonlySet<Json> | undefined;
}
