import { expect, test } from '@jest/globals';
import {
  array,
  assert,
  asyncProperty,
  constantFrom,
  integer,
  nat,
  record,
  string,
  uniqueArray,
} from 'fast-check';
import {
  createValidators,
  type Json,
  type JsonObject,
  resolveNode,
} from '../../../gateway/contract/index.ts';
import { answering, bind } from '../binding/bind-text.ts';
import { fakeUpstream, runOperation, valueAt } from './run-operation.ts';

/** How a contract tells its alternatives apart, and what the client's types say where it does not. */
const TELLINGS = ['constant', 'mapping', 'names', 'property'] as const;

interface Choice {
  readonly telling: (typeof TELLINGS)[number];
  /** The optional properties of each alternative. */
  readonly alternatives: readonly (readonly string[])[];
}

const choices = record({
  telling: constantFrom(...TELLINGS),
  alternatives: array(uniqueArray(constantFrom('a', 'b', 'c')), { minLength: 2, maxLength: 4 }),
});
/** Which alternative a value is, how many of its optional properties it has, and what stands in them. */
const values = array(
  record({ which: nat(), many: integer({ min: 0, max: 3 }), text: string({ maxLength: 3 }) }),
  {
    maxLength: 5,
  },
);

function tagOf({ telling }: Choice, index: number): string {
  return telling === 'names' ? `T${index}` : `tag-${index}`;
}

function schemasOf(choice: Choice): JsonObject {
  const text = { type: 'string' };
  const alternatives = choice.alternatives.map((optional, index): [string, JsonObject] => [
    `T${index}`,
    {
      type: 'object',
      required: ['tag', `own${index}`],
      properties: {
        tag: choice.telling === 'constant' ? { const: tagOf(choice, index) } : text,
        [`own${index}`]: text,
        ...Object.fromEntries(optional.map((name) => [name, text])),
      },
    },
  ]);
  return Object.fromEntries(alternatives);
}

function listOf(choice: Choice): JsonObject {
  const refs = choice.alternatives.map((_, index) => ({ $ref: `#/components/schemas/T${index}` }));
  const mapping = Object.fromEntries(refs.map(({ $ref }, index) => [tagOf(choice, index), $ref]));
  const discriminator =
    choice.telling === 'mapping' ? { propertyName: 'tag', mapping } : { propertyName: 'tag' };
  const isTold = choice.telling === 'mapping' || choice.telling === 'names';
  return { type: 'array', maxItems: 9, items: { oneOf: refs, ...(isTold ? { discriminator } : {}) } };
}

function sdlOf(choice: Choice): string {
  const names = choice.alternatives.map((_, index) => `T${index}`);
  const types = names.map((name, index) => {
    const when = choice.telling === 'property' ? `@when(has: ["own${index}"])` : '';
    return `type ${name} ${when} { own${index}: String! }`;
  });
  return `
    type Query { things: [Thing!] @public @rest(operation: "shop.read") }
    union Thing = ${names.join(' | ')}
    ${types.join(' ')}
  `;
}

test('the member that is chosen is the one alternative that the validator accepts', async () => {
  await assert(
    asyncProperty(choices, values, async (choice, drawn) => {
      const schemas = schemasOf(choice);
      const contracts = answering(listOf(choice), schemas);
      const sent = drawn.map(
        ({ which, many, text }): { readonly type: string; readonly json: JsonObject } => {
          const index = which % choice.alternatives.length;
          const optional = (choice.alternatives[index] ?? []).slice(0, many).map((name) => [name, text]);
          const json = { tag: tagOf(choice, index), [`own${index}`]: text, ...Object.fromEntries(optional) };
          return { type: `T${index}`, json };
        },
      );
      const body: Json = sent.map(({ json }) => json);
      const upstream = fakeUpstream({ 'shop.read': () => ({ body }) });
      const { data, errors } = await runOperation(
        bind(sdlOf(choice), contracts),
        upstream,
        '{ things { type: __typename } }',
      );

      expect(errors).toEqual([]);
      expect(valueAt(data, 'things')).toEqual(sent.map(({ type }) => ({ type })));
      for (const contract of contracts) {
        const validators = createValidators(contract);
        const accepted = sent.map(({ json }) =>
          Object.keys(schemas).filter(
            (name) =>
              validators.value(resolveNode(contract, `/components/schemas/${name}`), json) === undefined,
          ),
        );

        expect(accepted).toEqual(sent.map(({ type }) => [type]));
      }
    }),
    { numRuns: 60 },
  );
});
