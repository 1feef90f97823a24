import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import {
  type CreateServerForIntegrationTests,
  defineIntegrationTestSuite,
} from '@apollo/server-integration-testsuite';
import { systemClock, systemRandomness } from '../../gateway/clock.ts';
import { createRequestGates } from '../../gateway/gates/request-gates.ts';
import { createGraphqlRoute } from '../../gateway/graphql/graphql-route.ts';
import { recordingLogger } from '../integration/graphql/recording-logger.ts';
import { serveRoutes } from '../integration/graphql/serve-routes.ts';
import { openGates } from '../support/open-gates.ts';

/** Anonymous requests on a route that reads no cookies, as the suite sends them. */
const gates = createRequestGates({
  ...openGates,
  clock: systemClock,
  randomness: systemRandomness,
  log: recordingLogger([]),
  publicOrigin: undefined,
  deadlineMs: 20_000,
  authenticate: async () => null,
  isDraining: () => false,
});

/** Each of the suite's servers behind our gates and on our route, which leaves parsing to a server with an own schema. */
const createServer: CreateServerForIntegrationTests = async (config, options) => {
  const { url, server, attach } = await serveRoutes(gates);
  const drain = ApolloServerPluginDrainHttpServer({ httpServer: server });
  const apollo = new ApolloServer({ ...config, plugins: [...(config.plugins ?? []), drain] });
  await apollo.start();
  const route = createGraphqlRoute({
    apollo,
    operationGates: undefined,
    createContext: options?.context ?? (async () => ({})),
    path: '/',
    proof: 'bearer',
    production: false,
  });
  attach({
    ...route,
    handle({ response, ...exchange }) {
      // Our gates forbid all storing; two of the suite's tests want the header to be absent until Apollo sets it.
      response.removeHeader('cache-control');
      return route.handle({ response, ...exchange });
    },
  });
  return { server: apollo, url };
};

defineIntegrationTestSuite(createServer);
