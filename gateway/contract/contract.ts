/**
 * A contract as everything behind this door sees it: OpenAPI 3.0 and 3.1 documents alike become this one
 * model, with JSON Schema 2020-12 throughout (3.0's `nullable` and boolean `exclusive…` are translated on load).
 */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** One-based, in the published file. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export type HttpMethod = 'GET' | 'PUT' | 'POST' | 'DELETE' | 'OPTIONS' | 'HEAD' | 'PATCH' | 'TRACE';

export interface Contract {
  /** The file's name before `.openapi.`: `catalog`. */
  readonly service: string;
  readonly file: string;
  /** The version the team published; `document` is 3.1 either way. */
  readonly openapi: '3.0' | '3.1';
  readonly document: JsonObject;
  /** `servers[].url`, in order. */
  readonly servers: readonly string[];
  readonly operations: readonly Operation[];
  /** By operationId; operations without one are only in `operations`. */
  readonly operationsById: ReadonlyMap<string, Operation>;
  readonly securitySchemes: ReadonlyMap<string, JsonObject>;
  /** What an overlay makes of the published text; undefined where there is none. */
  readonly overlay: ContractOverlay | undefined;
  /**
   * Where the JSON at this pointer of `document` stands: in `file`, or in the overlay that put it there; the nearest parent
   * that does, if it was derived.
   */
  locate(pointer: string): SourcePosition;
}

export interface Operation {
  readonly contract: Contract;
  readonly service: string;
  /** operationId, or `GET /path` where the contract gives none. */
  readonly id: string;
  /** `catalog.getProduct` */
  readonly coordinate: string;
  readonly method: HttpMethod;
  /** The template, with the path of the contract's first server in front of it left out: `/products/{id}`. */
  readonly path: string;
  readonly pointer: string;
  /** Parameters of the path item and of the operation, the operation's own winning. */
  readonly parameters: readonly Parameter[];
  readonly requestBody: RequestBody | undefined;
  /** By status as written: `200`, `4XX`, `default`. */
  readonly responses: ReadonlyMap<string, ResponseContract>;
  /** Alternatives, one of which is enough; empty when nothing is demanded. */
  readonly security: readonly SecurityRequirement[];
  /** `x-token: system` on the operation; `user` otherwise. */
  readonly token: 'user' | 'system';
  /** Extensions (`x-…`) of the operation. */
  readonly extensions: JsonObject;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required: boolean;
  /** Undefined where the contract gives none. With `content`, the schema of that media type. */
  readonly schema: SchemaNode | undefined;
  readonly style:
    | 'matrix'
    | 'label'
    | 'simple'
    | 'form'
    | 'spaceDelimited'
    | 'pipeDelimited'
    | 'deepObject'
    | 'content';
  readonly explode: boolean;
  readonly allowReserved: boolean;
  readonly pointer: string;
}

export interface RequestBody {
  readonly required: boolean;
  /** By media type, in the contract's order. */
  readonly content: ReadonlyMap<string, MediaType>;
  readonly pointer: string;
}

export interface ResponseContract {
  readonly status: string;
  readonly content: ReadonlyMap<string, MediaType>;
  readonly headers: ReadonlyMap<string, SchemaNode | undefined>;
  readonly pointer: string;
}

export interface MediaType {
  readonly schema: SchemaNode | undefined;
  /** `example`, else the values of `examples`, in order. */
  readonly examples: readonly Json[];
  readonly pointer: string;
}

/** All of these schemes together; each with the scopes it must carry. */
export type SecurityRequirement = readonly { readonly scheme: string; readonly scopes: readonly string[] }[];

/** A place in a contract that holds a JSON Schema, `$ref`s already followed: `pointer` is where it really stands. */
export interface SchemaNode {
  readonly contract: Contract;
  readonly pointer: string;
  readonly json: JsonObject | boolean;
}

export type JsonKind = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object';

/** What an overlay makes of a contract until its team publishes the same. */
export interface ContractOverlay {
  readonly file: string;
  /** In the order of the file. */
  readonly claims: readonly OverlayClaim[];
  /** Pointers into the contract's document, at which the overlay's words stand. */
  readonly pointers: readonly string[];
}

/** One action, as a request to the team that owns the contract. */
export interface OverlayClaim {
  readonly position: SourcePosition;
  readonly target: string;
  /** What is merged there; undefined where what stands there is removed. */
  readonly update: Json | undefined;
  readonly description: string | undefined;
  /** In how many places of the contract. At least 1. */
  readonly places: number;
  /** True where the contract says all of it by itself, so that the action can go. */
  readonly isGranted: boolean;
}
