/**
 * `#gateway`: what a client's process, the scripts and a library's user may know. Contracts and bindings have doors
 * of their own, `#contract` and `#binding`.
 */
// A gateway in a process of its own

export type { Clock, Randomness } from './clock.ts';
export { systemClock, systemRandomness } from './clock.ts';
export type { Users } from './create-gateway/create-identity.ts';
export type { GatewayProcess, Host } from './create-gateway/run-gateway.ts';
export { runGateway } from './create-gateway/run-gateway.ts';
export type { Gateway, GatewayParts } from './create-gateway.ts';
// A gateway inside another program
export { createGateway } from './create-gateway.ts';
export { defineGatewayEnvironment } from './environment/define-gateway-environment.ts';
export type { EnvironmentSchema } from './environment.ts';
// Configuration from the environment
export {
  defineEnvironment,
  describeEnvironment,
  EnvironmentError,
  parseEnvironment,
  variable,
} from './environment.ts';
export type { ErrorCode, ErrorEntry } from './errors.ts';
// Errors
export { ERRORS, GatewayError } from './errors.ts';
export type { Authenticate } from './gates/authenticate.ts';
export type { Proof } from './gates/route.ts';
export { createLogger } from './observability/create-logger.ts';
export type { Logger } from './observability/logger.ts';
export type { ConnectionLimits, DocumentLimits, GatewayOptions, GatewaySettings } from './options.ts';
export { OptionsError, resolveOptions } from './options.ts';
export type { ClientSchemas, TrustedDocument } from './read-schemas.ts';
export { readSchemas, SchemaFilesError } from './read-schemas.ts';
export type { RequestScope, Viewer } from './request-scope.ts';
export type { ServiceOptions } from './upstream/service-settings.ts';
export type { TokenSource } from './upstream/token-source.ts';
