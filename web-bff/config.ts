import { defineGatewayEnvironment, type GatewayProcess } from '#gateway';
import { resolvers } from './resolvers.ts';

/** What `web-bff` reads from its environment. */
export const webEnvironment = defineGatewayEnvironment({
  client: 'web',
  port: 4000,
  operationsPort: 9400,
  credential: 'session',
});

/** What makes this gateway the web's. Browsers send cookies by themselves, so requests prove where they come from. */
export const webConfig: Omit<GatewayProcess, 'schemas'> = {
  client: 'web',
  environment: webEnvironment,
  credential: 'session',
  resolvers,
  pages: { '/': new URL('pages/home.html', import.meta.url) },
};
