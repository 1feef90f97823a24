import type { ApolloServerPlugin } from '@apollo/server';
import { chooseMediaType, statusOfRefusal } from './response-media-type.ts';

/** Gives Apollo's refusals the status that GraphQL over HTTP asks for; Apollo says 400 in either media type. */
export const statusPlugin: ApolloServerPlugin = {
  requestDidStart: async () => ({
    async willSendResponse({ request, response, errors }) {
      if (request.http === undefined || response.body.kind !== 'single' || response.http.status === undefined)
        return;
      const codes = errors?.map(({ extensions }) => extensions['code']) ?? [];
      const mediaType = chooseMediaType(request.http.headers.get('accept'));
      response.http.status = statusOfRefusal(response.http.status, codes, mediaType);
    },
  }),
};
