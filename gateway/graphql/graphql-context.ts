import type { RequestScope, Viewer } from '../request-scope.ts';

/** What resolvers get. A plain object: Apollo copies it for every operation. */
export interface GraphqlContext {
  readonly scope: RequestScope;
  readonly viewer: Viewer | null;
  /** Typed operations by service. */
  readonly services: Readonly<Record<string, unknown>>;
}
