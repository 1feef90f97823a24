import { bundleDocument } from './bundle-document.ts';
import type { Contract } from './contract.ts';
import { type ContractProblem, inOrder } from './contract-error.ts';
import { mendDocument } from './mend-document.ts';
import { createContract, readVersion } from './parse-contract.ts';
import { readDocument } from './read-document.ts';
import { translateDocument } from './translate-document.ts';

export interface PublishedText {
  /** The name that operations carry in front. */
  readonly service: string;
  /** What references to other files are relative to. */
  readonly location: URL;
  /** The contract's own text: YAML 1.2 or JSON. */
  readonly text: string;
  /** What is shown in messages for a location. */
  readonly nameOf: (location: URL) => string;
  /** The text of another file that the contract refers to. */
  readonly read: (location: URL) => Promise<string>;
  /** Larger files are refused. */
  readonly maxBytes: number;
}

/** A contract as it could be read, and what had to be mended for that. */
export interface PublishedContract {
  readonly contract: Contract;
  readonly mended: readonly ContractProblem[];
}

/**
 * An OpenAPI 3.0 or 3.1 document of somebody else, whose mistakes nobody here can mend: what cannot be understood is
 * left out or allows everything. Files that it refers to are read.
 *
 * @throws ContractError when it cannot be parsed, or is no OpenAPI 3.0 or 3.1.
 */
export async function parsePublishedContract(published: PublishedText): Promise<PublishedContract> {
  const { service, location, text, nameOf, read, maxBytes } = published;
  const mended: ContractProblem[] = [];
  const parse = (name: string, content: string): ReturnType<typeof readDocument> =>
    readDocument(name, content, { maxBytes, onMistake: (problem) => void mended.push(problem) });
  const root = parse(nameOf(location), text);
  const openapi = readVersion(root);
  const { source, problems } = await bundleDocument(root, location, async (other) =>
    parse(nameOf(other), await read(other)),
  );
  mended.push(...problems);
  translateDocument(source.json, openapi);
  for (const { message, pointer } of mendDocument(source.json)) {
    mended.push({ message, position: source.locate(pointer) });
  }
  return { contract: createContract(service, nameOf(location), openapi, source), mended: inOrder(mended) };
}
