import { describe, expect, it } from '@jest/globals';
import { exportsOf } from './exports-of.ts';
import { readProjectFile } from './source-files.ts';

/** What outsiders may build on. A name that comes or goes is a decision: it is made here, in the same change. */
const DOORS = {
  'gateway/index.ts': [
    'Authenticate',
    'ClientSchemas',
    'Clock',
    'ConnectionLimits',
    'DocumentLimits',
    'ERRORS',
    'EnvironmentError',
    'EnvironmentSchema',
    'ErrorCode',
    'ErrorEntry',
    'Gateway',
    'GatewayError',
    'GatewayOptions',
    'GatewayParts',
    'GatewayProcess',
    'GatewaySettings',
    'Host',
    'Logger',
    'OptionsError',
    'Proof',
    'Randomness',
    'RequestScope',
    'SchemaFilesError',
    'ServiceOptions',
    'TrustedDocument',
    'Viewer',
    'anonymousOnly',
    'createGateway',
    'createLogger',
    'createTestIdentity',
    'defineEnvironment',
    'defineGatewayEnvironment',
    'describeEnvironment',
    'parseEnvironment',
    'readSchemas',
    'resolveOptions',
    'runGateway',
    'systemClock',
    'systemRandomness',
    'variable',
  ],
  'gateway/contract/index.ts': [
    'Contract',
    'ContractError',
    'ContractProblem',
    'ContractText',
    'ContractValidators',
    'DecodedParameters',
    'DecodedRequest',
    'EncodedRequest',
    'FileContent',
    'FileType',
    'HttpMethod',
    'InputParameter',
    'Json',
    'JsonKind',
    'JsonObject',
    'MediaType',
    'Operation',
    'Parameter',
    'PropertyView',
    'ReceivedRequest',
    'RequestBody',
    'RequestInput',
    'ResponseContract',
    'SchemaNode',
    'SecurityRequirement',
    'SourcePosition',
    'Violation',
    'additionalPropertiesOf',
    'childNode',
    'createValidators',
    'decodeParameters',
    'encodeRequest',
    'enumOf',
    'fileContentOf',
    'formatOf',
    'inputNames',
    'isIdempotencyKey',
    'isJsonMediaType',
    'isNullable',
    'itemsOf',
    'kindsOf',
    'loadContracts',
    'maxItemsOf',
    'parseContract',
    'propertiesOf',
    'propertyOf',
    'resolveNode',
    'responseFor',
    'takesJson',
    'variantsOf',
    'webhooksOf',
    'writableMediaType',
  ],
  'gateway/binding/index.ts': [
    'BindingError',
    'BoundCall',
    'BoundField',
    'BoundInput',
    'BoundInputField',
    'BoundSchema',
    'BoundValue',
    'CheckedSchema',
    'CostInput',
    'DIAGNOSTICS',
    'Diagnostic',
    'EventCondition',
    'EventField',
    'GroupField',
    'JoinField',
    'JoinKeys',
    'JoinMatch',
    'ListSize',
    'MissingPolicy',
    'NextCursor',
    'NextField',
    'NextLink',
    'OfField',
    'PageRows',
    'Policy',
    'Read',
    'ReadField',
    'RestField',
    'SchemaSource',
    'Shape',
    'Source',
    'Template',
    'bindSchema',
    'checkSchema',
    'costOf',
    'formatDiagnostic',
  ],
} satisfies Record<string, string[]>;

describe('the public API', () => {
  it.each(Object.entries(DOORS))('of %s is what this list says', (file, names) => {
    expect(namesOf(file)).toEqual(sorted(names));
  });

  it('of #gateway has at most 40 names', () => {
    expect(namesOf('gateway/index.ts').length).toBeLessThanOrEqual(40);
  });

  it.each(Object.keys(DOORS))('of %s is listed by name, so that nothing slips out', (file) => {
    expect(readProjectFile(file)).not.toMatch(/export \*/);
  });
});

function namesOf(file: string): string[] {
  return sorted(exportsOf(readProjectFile(file)).map(({ name }) => name));
}

function sorted(names: readonly string[]): string[] {
  return names.toSorted((left, right) => (left < right ? -1 : 1));
}
