import type { FileType, Json, Operation } from '../contract/index.ts';

/** What one call of an operation carries. */
export interface BoundCall {
  readonly operation: Operation;
  /** By the contract's parameter name. */
  readonly parameters: readonly { readonly name: string; readonly value: Template }[];
  readonly body: Template | undefined;
  /** How the body is written where it takes files; undefined for JSON and plain forms. */
  readonly files?: 'multipart' | 'bytes';
}

/** A place in JSON. Strings name properties, numbers index arrays; the empty path is the value itself. */
export interface Read {
  /**
   * `value` is this row; `key` and `item` name the nearest entry of a map that it is or lies in; `call` the parameters of
   * the call that it came from; the others are the whole answer.
   */
  readonly from: 'value' | 'key' | 'item' | 'body' | 'headers' | 'status' | 'call';
  readonly path: readonly (string | number)[];
}

export type Template =
  | { readonly kind: 'constant'; readonly value: Json }
  | { readonly kind: 'source'; readonly source: Source }
  | {
      readonly kind: 'object';
      readonly entries: readonly { readonly name: string; readonly value: Template }[];
    }
  | { readonly kind: 'list'; readonly items: readonly Template[] };

export interface Source {
  readonly root: 'args' | 'parent' | 'key' | 'item' | 'call' | 'viewer' | 'config';
  /** For `args`, GraphQL names; for `parent`, `item` and `call`, the contract's. Crossing an array without an index yields a list. */
  readonly path: readonly (string | number)[];
  /** How the value of an argument is renamed on its way to the contract; undefined sends it as it is. */
  readonly write: BoundInput | undefined;
  /** True where an explicit null of the argument is refused before any call: it goes into a body that takes none there. */
  readonly refusesNull?: true;
  /** As written: `$parent.sellerId`. */
  readonly text: string;
}

/** How a GraphQL input value becomes the contract's JSON. */
export type BoundInput =
  | { readonly kind: 'leaf'; readonly toWire: ReadonlyMap<string, Json> | undefined }
  /** A file; the types that the contract takes here. */
  | { readonly kind: 'upload'; readonly types: readonly FileType[] }
  | { readonly kind: 'list'; readonly item: BoundInput }
  | {
      readonly kind: 'object';
      readonly fields: ReadonlyMap<string, BoundInputField>;
      /** What is sent beside the client's values. */
      readonly constants?: readonly BoundConstant[];
    }
  /** Of the fields exactly one is there; what it holds goes to its path, or stands for the whole where that is empty. */
  | { readonly kind: 'oneOf'; readonly fields: ReadonlyMap<string, BoundInputField> }
  /** Sent where the client says true, left out where it says false. */
  | { readonly kind: 'constant'; readonly value: Json };

/** A constant in an object of the contract. */
export interface BoundConstant {
  readonly path: readonly string[];
  readonly value: Json;
}

export interface BoundInputField {
  /** Where it goes in the contract's object. */
  readonly path: readonly string[];
  readonly input: BoundInput;
  /** False: an explicit null is refused before any call. */
  readonly nullable: boolean;
}
