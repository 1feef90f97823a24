import type { RequestScope, Viewer } from '../request-scope.ts';

/** What Apollo's plugins get. A plain object: Apollo copies it for every operation. */
export interface GraphqlContext {
  readonly scope: RequestScope;
  readonly viewer: Viewer | null;
}
