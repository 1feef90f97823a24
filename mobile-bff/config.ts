import { defineGatewayEnvironment, type GatewayProcess } from '#gateway';

/** What `mobile-bff` reads from its environment. */
export const mobileEnvironment = defineGatewayEnvironment({
  client: 'mobile',
  port: 4001,
  operationsPort: 9401,
});

/** What makes this gateway the apps'. They send a bearer token and no cookies, so there is nothing to forge. */
export const mobileConfig: Omit<GatewayProcess, 'schemas'> = {
  client: 'mobile',
  environment: mobileEnvironment,
  credential: 'bearer',
};
