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
const folders = ['schemas/services', 'test/fixtures/contracts/sound', 'test/fixtures/bindings/language'];
const fixtures = folders.flatMap((folder) =>
  readdirSync(join(HOME, folder))
    .filter((name) => /\.openapi\.(yaml|json)$/.test(name))
    .map((name) => contractIn(join(HOME, folder, name))),
);

function contractIn(file: string): Contract {
  return parseContract({ service: 'shop', file, text: readFileSync(file, 'utf8') });
}

describe('the types of a contract', () => {
  it('compile under strict settings, whatever the contract', async () => {
    const modules = fixtures.map((contract, index) => [
      `${index}.ts`,
      createServiceTypes(contract).present(),
    ]);
    expect(modules.length).toBeGreaterThan(5);
    expect(await compileTypes(Object.fromEntries(modules))).toBe('');
  });

  it('are those of every valid answer', async () => {
    const modules = contracts.flatMap((contract) => [
      [`${contract.service}.ts`, createServiceTypes(contract).present()],
      [`${contract.service}-values.ts`, presentValues(contract)],
    ]);
    expect(await compileTypes(Object.fromEntries(modules))).toBe('');
  });

  it('refuse an answer that is none', async () => {
    const [contract] = contracts;
    if (contract === undefined) throw new Error('no contract');
    const wrong = `import type { Operations } from './a.ts';\nexport const it: Operations['getAccount']['answer'] = { id: 7 };`;
    const said = await compileTypes({ 'a.ts': createServiceTypes(contract).present(), 'b.ts': wrong });
    expect(said).toMatch(/b\.ts.*is not assignable/);
  });
});

const EXAMPLES_EACH = 2;

/** A module that says of valid answers that they have their type. */
function presentValues(contract: Contract): string {
  const validators = createValidators(contract);
  const lines = [...contract.operationsById.values()].flatMap((operation) =>
    validAnswers(operation, validators).map(
      (answer, index) =>
        `export const ${operation.id}${index}: Operations['${operation.id}']['answer'] = ${JSON.stringify(answer)};`,
    ),
  );
  expect(lines.length).toBeGreaterThan(EXAMPLES_EACH);
  return `import type { Operations } from './${contract.service}.ts';\n${lines.join('\n')}\n`;
}

function validAnswers({ responses, id }: Operation, validators: ContractValidators): unknown[] {
  const success = [...responses].find(([status]) => status.startsWith('2'))?.[1];
  const schema = success?.content.get('application/json')?.schema;
  if (schema === undefined) return [];
  return Array.from({ length: EXAMPLES_EACH }, (_, index) => {
    const check = (value: unknown) => validators.value(schema, value);
    const generated = generateValue(schema, { seed: `${id} ${index}`, direction: 'response', check });
    if ('value' in generated) return generated.value;
    throw new Error(`${id}: ${generated.reason}`);
  });
}
