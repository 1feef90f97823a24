import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { testSize } from '../../support/test-size.ts';
import { type StartedGateway, startGateway } from './start-gateway.ts';

const MAX_STALL_MS = testSize.allowed(50);
const MAX_GROWTH_BYTES = 20_000_000;
const REPETITIONS = testSize.repetitions({ ci: 20, full: 100 });

const times = (count: number, write: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => write(index)).join(' ');
const fields = times(60, (index) => `n${index}: Node`);

const DOCUMENTS: Readonly<Record<string, string>> = {
  '3,000 fields of one name': `{ ${'leaf '.repeat(3_000)} }`,
  '1,990 fields of one name': `{ ${'leaf '.repeat(1_990)} }`,
  'pairs of fields of one name, as many as tokens allow': `{ ${times(490, () => 'n0 { leaf }')} }`,
  'as many pairs as all limits allow': `{ ${times(20, (index) => `n${index % 3} { ${times(22, (inner) => `n${inner % 3} { leaf }`)} }`)} wrong }`,
  'pairs that conflict': `{ n0 { ${times(140, (index) => `sized(a: ${index}) leaf`)} } }`,
  '10,000 brackets': `{ sized(a: ${'['.repeat(10_000)}${']'.repeat(10_000)}) }`,
  '49,000 brackets': `{ sized(a: ${'['.repeat(49_000)}${']'.repeat(49_000)}) }`,
  '10,000 braces': `${'{ n0 '.repeat(10_000)}${'}'.repeat(10_000)}`,
  '5,000 fragments': `{ ${times(3_000, (index) => `...f${index}`)} } ${times(2_000, (index) => `fragment f${index} on Query { leaf }`)}`,
  '200 fragments that spread each other': `{ ...f0 } ${times(200, (index) => `fragment f${index} on Node { ...f${index + 1} }`)}`,
  'fragments that double each other': `{ n0 { ...f0 } } ${times(100, (index) => `fragment f${index} on Node { n0 { ...f${index + 1} } n1 { ...f${index + 1} } }`)}`,
  '1,990 unknown names': `{ ${times(1_990, (index) => `nn${index}`)} }`,
  'one long name': `{ ${'n'.repeat(90_000)} }`,
  'one long string': `{ sized(a: "${'\\n'.repeat(30_000)}") }`,
  comments: `{ ${'#\n'.repeat(30_000)} wrong }`,
  'unused variables': `query (${times(390, (index) => `$v${index}: Int`)}) { leaf }`,
};

let gateway: StartedGateway;
beforeAll(async () => {
  gateway = await startGateway({
    sdl: `type Query { ${fields} leaf: Int sized(a: Int): Int } type Node { ${fields} leaf: Int sized(a: Int): Int }`,
  });
  await stallOf('{ __typename }'); // so that the first measurement is not that of a cold process
});

/**
 * How long nothing else could run while the document was refused, at most: the time that the event loop's thread
 * computed, for the client as well. The clock on the wall would also count what other processes do on a busy machine.
 * One time in ten may be worse, in the full size one in a hundred.
 */
async function stallOf(query: string): Promise<number> {
  const stalls: number[] = [];
  for (let sent = 0; sent < REPETITIONS; sent++) {
    const before = process.threadCpuUsage();
    await gateway.ask({ query });
    const { user, system } = process.threadCpuUsage(before);
    stalls.push((user + system) / 1_000);
  }
  return (
    stalls.toSorted((left, right) => left - right)[
      Math.ceil(REPETITIONS * (testSize.isFull ? 0.99 : 0.9)) - 1
    ] ?? Number.NaN
  );
}

describe('GQL-03 CVE-2023-26144 refusing is cheap', () => {
  it.each(Object.entries(DOCUMENTS))('%s', async (_, query) => {
    const { errors } = await gateway.ask({ query });
    expect(errors[0]?.extensions.code).toMatch(/DOCUMENT_LIMIT_EXCEEDED|GRAPHQL_(PARSE|VALIDATION)_FAILED/);
    expect(errors.length).toBeLessThanOrEqual(11);
    const baseline = await stallOf('{ __typename }');
    expect((await stallOf(query)) - baseline).toBeLessThanOrEqual(MAX_STALL_MS);
  });

  it('leaves no memory behind', async () => {
    const before = heldBytes();
    for (const query of Object.values(DOCUMENTS)) await stallOf(query);
    expect(heldBytes() - before).toBeLessThanOrEqual(MAX_GROWTH_BYTES);
    expect(gateway.executed.every(({ document }) => document.definitions.length === 1)).toBe(true);
  });
});

/** What is left after a collection; the resident set would tell how lazy the collector was. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
