/**
 * What one document and one operation may hold. Counts are as execution would meet them: through named and inline
 * fragments, as often as they are spread, whatever `@skip` and `@include` say. Unless another code is named, whoever
 * passes a limit is refused with DOCUMENT_LIMIT_EXCEEDED, before validation and before any call.
 */
export interface GateLimits {
  /**
   * Lexical tokens of the text; parsing stops there. Bounds everything that comes after it.
   * Range 100–20_000. @default 2_000
   */
  readonly maxTokens: number;
  /** Fields inside fields. A deeper screen wants a field of its own in the schema. Range 1–100. @default 10 */
  readonly maxDepth: number;
  /**
   * The same from `__schema` and `__type` on, which reach no service; tools ask 10 to 16 deep.
   * Production refuses introspection whatever its depth. Range 1–100. @default 20
   */
  readonly maxIntrospectionDepth: number;
  /** Fields with an alias. Range 0–10_000. @default 15 */
  readonly maxAliases: number;
  /** Directives on anything. Range 0–10_000. @default 50 */
  readonly maxDirectives: number;
  /** Fields of the operation's root type. Range 1–10_000. @default 20 */
  readonly maxRootFields: number;
  /**
   * How often one response name, or fragments' names together, may be written in the text; three names may be written
   * so often, or more of them less often. Validation compares what has one name in pairs, so this bounds how long a
   * document can keep the process busy. Range 10–1_000. @default 150
   */
  readonly maxRepeats: number;
  /** Lists and objects inside each other in one value or type of the text. Range 2–200. @default 32 */
  readonly maxValueDepth: number;
  /** Mistakes that validation looks for before it gives up. Range 1–100. @default 10 */
  readonly maxErrors: number;
  /** Static cost by the IBM cost specification; COST_LIMIT_EXCEEDED. Range 1–10_000_000. @default 5_000 */
  readonly maxCost: number;
  /** The greatest value of a slicing argument (`first`); BAD_USER_INPUT. Range 1–1_000. @default 100 */
  readonly maxSlice: number;
  /** Lists and objects inside each other in variables and extensions; BAD_USER_INPUT. Range 4–1_000. @default 64 */
  readonly maxInputDepth: number;
  /**
   * Free documents that are remembered; the one used longest ago is forgotten first. Trusted documents are always
   * remembered. Fewer cost processor time, more cost memory. Range 1–100_000. @default 1_000
   */
  readonly maxDocuments: number;
  /**
   * Characters of all remembered texts together; parsed, a text takes about two hundred times its size in memory.
   * Range 1_000–100_000_000. @default 250_000
   */
  readonly maxCharacters: number;
}

export const DEFAULT_LIMITS: GateLimits = {
  maxTokens: 2_000,
  maxDepth: 10,
  maxIntrospectionDepth: 20,
  maxAliases: 15,
  maxDirectives: 50,
  maxRootFields: 20,
  maxRepeats: 150,
  maxValueDepth: 32,
  maxErrors: 10,
  maxCost: 5_000,
  maxSlice: 100,
  maxInputDepth: 64,
  maxDocuments: 1_000,
  maxCharacters: 250_000,
};
