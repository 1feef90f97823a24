import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type ConstDirectiveNode, Kind, parse, print, visit } from 'graphql';
import { BindingError, bindSchema } from '#binding';
import { type Contract, loadContracts } from '#contract';
import { BFFS } from '../../support/bffs.ts';
import { runBff } from '../../support/start-bff.ts';
import { testSize } from '../../support/test-size.ts';
import { copyBff } from '../operations/copy-bff.ts';
import { clientFile } from './client-schema.ts';

const POLICIES = ['public', 'authenticated', 'requiresScopes'];

const isPolicy = ({ name }: ConstDirectiveNode) => POLICIES.includes(name.value);

interface Less {
  /** `Query.me` */
  readonly coordinate: string;
  /** The schema without the policy of this field, and of no other. */
  readonly text: string;
}

/** The larger size drops each policy by itself; the smaller one that of the first field and of the last. */
function schemasWithoutOne(client: string): readonly Less[] {
  const document = parse(readFileSync(clientFile(client), 'utf8'));
  const fields = document.definitions.flatMap((type) =>
    type.kind === Kind.OBJECT_TYPE_DEFINITION
      ? (type.fields ?? [])
          .filter(({ directives }) => directives?.some(isPolicy))
          .map((field) => ({ field, coordinate: `${type.name.value}.${field.name.value}` }))
      : [],
  );
  const chosen = testSize.isFull ? fields : [...fields.slice(0, 1), ...fields.slice(-1)];
  return chosen.map(({ field, coordinate }) => {
    const less = { ...field, directives: field.directives?.filter((directive) => !isPolicy(directive)) };
    const text = print(visit(document, { FieldDefinition: (node) => (node === field ? less : undefined) }));
    return { coordinate, text };
  });
}

describe.each(BFFS)('GQL-06 the schema of $name without the policy of one field', (bff) => {
  const schemas = schemasWithoutOne(bff.name);
  let contracts: readonly Contract[];
  beforeAll(async () => {
    contracts = await loadContracts(new URL('../services/', clientFile(bff.name)));
  });

  function mistakesOf(text: string): readonly string[] {
    const config = { mainWarehouse: 'MMX1' };
    try {
      bindSchema({ client: bff.name, sdl: { file: 'one-less.graphql', text }, contracts, config });
    } catch (error) {
      if (error instanceof BindingError) {
        return error.diagnostics.map(({ code, message }) => `${code} ${message}`);
      }
      throw error;
    }
    return [];
  }

  it.each(schemas)(
    'is not bound for want of the one of $coordinate, which is named',
    ({ coordinate, text }) => {
      const named = mistakesOf(text).filter((mistake) => mistake.includes(`${coordinate} `));
      expect(named).toContainEqual(expect.stringMatching(/^GH08[01] /));
    },
  );

  it('keeps the process from starting', async () => {
    const { coordinate, text } = schemas[0] ?? { coordinate: '', text: '' };
    const copy = await copyBff(bff);
    await copy.edit(`clients/${bff.name}.graphql`, () => text);
    const { code, complaint } = await runBff(copy.bff);
    expect([code, complaint]).toEqual([
      1,
      expect.stringContaining(`GH080  ${coordinate} does not say who may ask`),
    ]);
  });
});
