import type { ApolloServerOptions } from '@apollo/server';
import type { Logger } from '../observability/logger.ts';
import type { GraphqlContext } from './graphql-context.ts';

type ApolloLogger = NonNullable<ApolloServerOptions<GraphqlContext>['logger']>;

/** Apollo hands over a sentence or an error; ours are a constant sentence with fields. */
export function createApolloLogger(log: Logger): ApolloLogger {
  const write = (level: 'debug' | 'info' | 'warn' | 'error') => (given: unknown) => {
    log[level](Error.isError(given) ? { err: given } : { detail: String(given) }, 'apollo server');
  };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
