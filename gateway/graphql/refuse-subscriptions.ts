import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, OperationTypeNode } from 'graphql';

/** Apollo would execute a subscription like a query, and answer with its first and only nothing. */
export const refuseSubscriptions: ApolloServerPlugin = {
  requestDidStart: async () => ({
    async didResolveOperation({ operation }) {
      if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return;
      throw new GraphQLError('Subscriptions are not answered on this path.', {
        nodes: [operation],
        extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
      });
    },
  }),
};
