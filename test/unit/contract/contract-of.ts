import { type Contract, type Operation, parseContract } from '#contract';

type Loose = Readonly<Record<string, unknown>>;

/** A contract from a document in the test itself; `openapi`, `info` and `paths` are there unless they are given. */
export function contractOf(document: Loose): Contract {
  const whole = { openapi: '3.1.0', info: { title: 'Test', version: '1' }, paths: {}, ...document };
  return parseContract({ service: 'shop', file: 'shop.openapi.json', text: JSON.stringify(whole, null, 2) });
}

/** A contract whose only operation is `test`: `GET /things` unless a path and a method are given. */
export function operationOf(
  operation: Loose,
  {
    path = '/things',
    method = 'get',
    ...document
  }: Loose & { readonly path?: string; readonly method?: string } = {},
): Operation {
  const contract = contractOf({
    ...document,
    paths: {
      [path]: { [method]: { operationId: 'test', responses: { 200: { description: '' } }, ...operation } },
    },
  });
  return onlyOperation(contract);
}

/** The schema `Thing` of a contract, with other schemas beside it. */
export function schemaOf(Thing: unknown, schemas: Loose = {}, openapi = '3.1.0'): Contract {
  return contractOf({ openapi, components: { schemas: { Thing, ...schemas } } });
}

export function onlyOperation(contract: Contract): Operation {
  const [operation] = contract.operations;
  if (operation === undefined) throw new Error('The contract has no operation.');
  return operation;
}

/** The lines of the error that a call throws; fails when it throws none. */
export function problemsOf(call: () => unknown): readonly string[] {
  try {
    call();
  } catch (error) {
    return String(error instanceof Error ? error.message : error).split('\n');
  }
  throw new Error('Nothing was thrown.');
}
