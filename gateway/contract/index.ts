/**
 * `#contract`: OpenAPI documents as operations, schemas, validators and requests.
 * Knows nothing of GraphQL, of clients, or of the network.
 */

// The model

export type {
  Contract,
  ContractOverlay,
  HttpMethod,
  Json,
  JsonKind,
  JsonObject,
  MediaType,
  Operation,
  OverlayClaim,
  Parameter,
  RequestBody,
  ResponseContract,
  SchemaNode,
  SecurityRequirement,
  SourcePosition,
} from './contract.ts';

// Reading files

export { ContractError, type ContractProblem } from './contract-error.ts';
export { loadContracts } from './load-contracts.ts';
export { loadYaml } from './load-yaml.ts';
export { type ContractText, parseContract } from './parse-contract.ts';
export type { OverlayText } from './parse-overlay.ts';
export {
  type PublishedContract,
  type PublishedText,
  parsePublishedContract,
} from './parse-published-contract.ts';
export { readDocument, type SourceDocument } from './read-document.ts';
export { webhooksOf } from './webhooks-of.ts';

// Looking into schemas

export { type Alternative, alternativesOf, listedAlternativesOf } from './alternatives-of.ts';
export { compilePattern } from './check-schema.ts';
export { type FileContent, type FileType, fileContentOf } from './file-content.ts';
export { fitsFormat } from './fits-format.ts';
export { isNullable, kindsOf } from './kinds-of.ts';
export { type ListedValue, type ListedValues, listedValuesOf } from './listed-values.ts';
export { longestTestable } from './longest-testable.ts';
export { type MapView, mapOf } from './map-of.ts';
export { anyOf, propertiesOfAll } from './properties-of-all.ts';
export { childNode, resolveNode } from './resolve-node.ts';
export { restsOnOverlay } from './rests-on-overlay.ts';
export {
  additionalPropertiesOf,
  enumOf,
  formatOf,
  itemsOf,
  maxItemsOf,
  type PropertyView,
  propertiesOf,
  propertyOf,
} from './schema-view.ts';

// Checking data

export type { Violation } from './present-violation.ts';
export { type ContractValidators, createValidators, type DecodedRequest } from './validators.ts';

// Making and reading requests

export { decodeForm } from './decode-form.ts';
export { type DecodedParameters, decodeParameters, type ReceivedRequest } from './decode-parameters.ts';
export { takesJson, writableMediaType } from './encode-body.ts';
export { type EncodedRequest, encodeRequest, type RequestInput } from './encode-request.ts';
export { type InputParameter, inputNames, isIdempotencyKey } from './input-names.ts';
export { isJsonMediaType } from './media-type.ts';
export { responseFor } from './response-for.ts';
