import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Contract } from './contract.ts';
import { ContractError, type ContractProblem } from './contract-error.ts';
import { parseContract } from './parse-contract.ts';
import { MAX_CONTRACT_BYTES } from './read-document.ts';

const CONTRACT_FILE = /^(?<service>.+)\.openapi\.(?:yaml|yml|json)$/;
const OVERLAY_FILE = /^(?<service>.+)\.overlay\.(?:yaml|yml|json)$/;
/** No dot: `orders.getOrder` is split at the first one. */
const SERVICE_NAME = /^[A-Za-z][\w-]*$/;

/**
 * Every `<service>.openapi.{yaml,yml,json}` of a directory, sorted by service, with its `<service>.overlay.{yaml,yml,json}`
 * applied where there is one.
 *
 * @throws ContractError with all problems of all files; the file system's error where the directory cannot be read.
 */
export async function loadContracts(directory: string | URL): Promise<readonly Contract[]> {
  const folder = typeof directory === 'string' ? directory : fileURLToPath(directory);
  const all = (await readdir(folder)).toSorted();
  const names = all.filter((name) => CONTRACT_FILE.test(name));
  const overlays = Map.groupBy(
    all.filter((name) => OVERLAY_FILE.test(name)),
    overlaidService,
  );
  const contracts: Contract[] = [];
  const problems: ContractProblem[] = [...orphans(folder, overlays, names.map(serviceOf))];
  for (const name of names) {
    try {
      const contract = await loadContract(folder, name, overlays.get(serviceOf(name)));
      refuseTwin(contracts, contract);
      contracts.push(contract);
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ContractError(problems);
  return contracts.toSorted((a, b) => (a.service < b.service ? -1 : 1));
}

function serviceOf(name: string): string {
  return CONTRACT_FILE.exec(name)?.groups?.['service'] ?? name;
}

function overlaidService(name: string): string {
  return OVERLAY_FILE.exec(name)?.groups?.['service'] ?? name;
}

function orphans(
  folder: string,
  overlays: ReadonlyMap<string, readonly string[]>,
  services: readonly string[],
): readonly ContractProblem[] {
  return [...overlays].flatMap(([service, [name = '']]) => {
    if (services.includes(service)) return [];
    const position = { file: join(folder, name), line: 1, column: 1 };
    const message = `there is no contract \`${service}\` that this overlay could change`;
    const fix = services.length === 0 ? 'remove it' : `name it after one of ${services.join(', ')}`;
    return [{ code: 'GH150', message, fix, position }];
  });
}

async function loadContract(
  folder: string,
  name: string,
  [overlay, second]: readonly string[] = [],
): Promise<Contract> {
  const file = join(folder, name);
  const service = serviceOf(name);
  if (!SERVICE_NAME.test(service)) {
    throw problemOf(file, `${service} is no service name: use letters, digits, - and _, a letter first.`);
  }
  if (second !== undefined) {
    throw problemOf(join(folder, second), `${overlay} is the overlay of ${service} already: keep one file.`);
  }
  const text = await readText(file);
  if (overlay === undefined) return parseContract({ service, file, text });
  const place = join(folder, overlay);
  return parseContract({ service, file, text, overlay: { file: place, text: await readText(place) } });
}

async function readText(file: string): Promise<string> {
  const { size } = await stat(file);
  if (size > MAX_CONTRACT_BYTES) throw problemOf(file, 'The file is larger than 32 MB: split the service.');
  return decode(file, await readFile(file));
}

function decode(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw problemOf(file, 'The file is not UTF-8: save it as UTF-8.');
  }
}

function refuseTwin(contracts: readonly Contract[], contract: Contract): void {
  const twin = contracts.find(({ service }) => service === contract.service);
  if (twin !== undefined) {
    throw problemOf(
      contract.file,
      `${twin.file} is the contract of ${contract.service} already: keep one file.`,
    );
  }
}

function problemOf(file: string, message: string): ContractError {
  return new ContractError([{ message, position: { file, line: 1, column: 1 } }]);
}
