import type { ApolloServerOptions, ApolloServerPlugin } from '@apollo/server';
import type { Logger } from '../observability/logger.ts';
import type { RequestScope } from '../request-scope.ts';
import type { GraphqlContext } from './graphql-context.ts';
import { logError } from './log-error.ts';
import { presentError } from './present-error.ts';

export interface ErrorPresentation {
  readonly plugin: ApolloServerPlugin<GraphqlContext>;
  readonly formatError: NonNullable<ApolloServerOptions<GraphqlContext>['formatError']>;
}

/**
 * Apollo's two places for errors, as one: the plugin sees them with the request's scope and logs them there, then
 * `formatError`, which is not told whose errors they are, gives each its outward shape.
 */
export function createErrorPresentation({ log, production }: PresentationSettings): ErrorPresentation {
  const scopes = new WeakMap<object, RequestScope>();
  return {
    plugin: {
      requestDidStart: async () => ({
        async didEncounterErrors({ errors, contextValue: { scope } }) {
          for (const error of errors) {
            scopes.set(error, scope);
            logError(error, scope.log);
          }
        },
      }),
    },
    formatError(_formatted, error) {
      const scope = typeof error === 'object' && error !== null ? scopes.get(error) : undefined;
      if (scope === undefined) logError(error, log);
      return presentError(error, { production, requestId: scope?.id });
    },
  };
}

interface PresentationSettings {
  readonly log: Logger;
  readonly production: boolean;
}
