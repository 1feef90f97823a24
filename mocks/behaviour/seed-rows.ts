import {
  additionalPropertiesOf,
  type Contract,
  type ContractValidators,
  itemsOf,
  type Json,
  listedAlternativesOf,
  propertiesOf,
  resolveNode,
  type SchemaNode,
} from '#contract';
import { generateValue } from '../generate-value.ts';
import { createRandom } from '../random.ts';
import { isObject } from '../read-pointer.ts';
import { ContractBreach } from './contract-breach.ts';
import type { RowOptions } from './service-handlers.ts';

export interface SeedParts {
  readonly contract: Contract;
  readonly validators: ContractValidators;
  readonly seed: number;
}

/**
 * The rows that a collection begins with: the contract's examples, then as many generated ones as were asked for. Of
 * several rows with one key the first counts. Throws {@link ContractBreach} for a completed row that breaks the contract.
 */
export function seedRows(
  schema: string,
  { key, generated = 0, complete = (row) => row }: RowOptions<object>,
  parts: SeedParts,
): readonly object[] {
  const examples = exampleRows(schema, parts).filter(isObject);
  const rows = Array.from({ length: generated }, (_, index) => {
    const seed = `${parts.seed} ${parts.contract.service}.${schema} ${index}`;
    const row = generateRow(schema, seed, parts);
    return checkRow(schema, complete(row, { index, random: createRandom(seed), examples }), parts);
  });
  const first = new Map<string, object>();
  for (const row of [...examples, ...rows]) if (!first.has(key(row))) first.set(key(row), row);
  return [...first.values()];
}

function checkRow(schema: string, row: object, { contract, validators }: SeedParts): object {
  const violation = validators.value(schemaNamed(contract, schema), row);
  if (violation !== undefined)
    throw new ContractBreach(`a generated ${contract.service}.${schema}`, violation);
  return row;
}

function generateRow(schema: string, seed: string, { contract, validators }: SeedParts): object {
  const node = schemaNamed(contract, schema);
  const check = (value: Json) => validators.value(node, value);
  const made = generateValue(node, { seed, direction: 'response', check });
  if ('value' in made && isObject(made.value)) return made.value;
  const reason = 'reason' in made ? made.reason : 'it is no object';
  throw new Error(`no row of ${contract.service}.${schema} was found: ${reason}`);
}

/**
 * Every value of a schema in the examples of what can be read (GET), in the contract's order, those that break it left
 * out. What a POST answers is no row yet.
 *
 * @param schema a name under `components.schemas`
 */
function exampleRows(schema: string, { contract, validators }: SeedParts): readonly Json[] {
  const wanted = schemaNamed(contract, schema);
  const found = contract.operations
    .filter(({ method }) => method === 'GET')
    .flatMap(({ responses }) => [...responses].filter(([status]) => status.startsWith('2')))
    .flatMap(([, { content }]) => [...content.values()])
    .flatMap(({ schema: node, examples }) =>
      node === undefined
        ? []
        : examples.flatMap((example) => [...valuesOf(wanted, node, example, validators)]),
    );
  return found.filter((row) => validators.value(wanted, row) === undefined);
}

/** A schema under `components.schemas`. Throws TypeError when there is none. */
export function schemaNamed(contract: Contract, schema: string): SchemaNode {
  return resolveNode(contract, `/components/schemas/${schema}`);
}

/** The parts of a value that stand where the wanted schema does. */
function* valuesOf(
  wanted: SchemaNode,
  node: SchemaNode,
  value: Json,
  validators: ContractValidators,
): Iterable<Json> {
  if (node.pointer === wanted.pointer) yield value;
  else {
    for (const [inner, member] of membersOf(node, value)) yield* valuesOf(wanted, inner, member, validators);
    for (const { node: alternative } of listedAlternativesOf(node)) {
      if (validators.value(alternative, value) === undefined)
        yield* valuesOf(wanted, alternative, value, validators);
    }
  }
}

function membersOf(node: SchemaNode, value: Json): readonly (readonly [SchemaNode, Json])[] {
  if (Array.isArray(value)) {
    const items = itemsOf(node);
    return items === undefined ? [] : value.map((item: Json) => [items, item] as const);
  }
  if (!isObject(value)) return [];
  const properties = propertiesOf(node);
  const others = additionalPropertiesOf(node);
  return Object.entries(value).flatMap(([name, member]) => {
    const inner = properties.get(name)?.node ?? others;
    return inner === undefined ? [] : [[inner, member] as const];
  });
}
