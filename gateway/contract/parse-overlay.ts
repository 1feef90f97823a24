import type { Json, JsonObject } from './contract.ts';
import { ContractError, type ContractProblem, inOrder } from './contract-error.ts';
import { extendPointer } from './json-pointer.ts';
import { isJsonArray, isJsonObject } from './json-value.ts';
import { readDocument, type SourceDocument } from './read-document.ts';

/** `overlay: 1.0.0`, as text. */
export interface OverlayText {
  readonly file: string;
  /** YAML 1.2 or JSON, at most 32 MB. */
  readonly text: string;
}

/** An OpenAPI Overlay 1.0 document: changes to a contract, one after the other. */
export interface Overlay {
  readonly file: string;
  readonly source: SourceDocument;
  readonly actions: readonly OverlayAction[];
}

export interface OverlayAction {
  /** JSONPath (RFC 9535). */
  readonly target: string;
  /** Why, in the words of whoever wrote it. */
  readonly description: string | undefined;
  /** What is merged with each target; undefined where the targets are removed. */
  readonly update: Json | undefined;
  /** Of the action in its file. */
  readonly pointer: string;
}

/** @throws ContractError with everything that makes the text no overlay of a contract in `contractFile`. */
export function parseOverlay({ file, text }: OverlayText, contractFile: string): Overlay {
  const source = readDocument(file, text);
  const problems: ContractProblem[] = [];
  const complain: Complain = (message, fix, pointer) =>
    void problems.push({ code: 'GH151', message, fix, position: source.locate(pointer) });
  checkHead(source.json, contractFile, complain);
  const actions = readActions(source.json['actions'], complain);
  if (problems.length > 0) throw new ContractError(inOrder(problems));
  return { file, source, actions };
}

type Complain = (message: string, fix: string, pointer: string) => void;

function checkHead(json: JsonObject, contractFile: string, complain: Complain): void {
  refuseOthers(json, ['overlay', 'info', 'extends', 'actions'], '', complain);
  const { overlay, info, extends: target } = json;
  if (typeof overlay !== 'string' || !/^1\.0\.\d+$/.test(overlay)) {
    complain('only version 1.0 of OpenAPI overlays is read', 'put `overlay: 1.0.0` at the top', '/overlay');
  }
  if (!isJsonObject(info) || typeof info['title'] !== 'string' || typeof info['version'] !== 'string') {
    complain('an overlay has a title and a version', 'write info: { title: …, version: "1" }', '/info');
  }
  if (target === undefined) return;
  if (typeof target !== 'string')
    complain('`extends` is the address of a contract', 'write a text', '/extends');
  else if (!isAddressOf(target, contractFile)) {
    const message = `the overlay extends ${target}, but its name makes it the overlay of ${nameOf(contractFile)}`;
    complain(message, 'rename the overlay, or mend `extends`', '/extends');
  }
}

/** Where a contract was published is not known, so that only relative addresses can be compared. */
function isAddressOf(target: string, contractFile: string): boolean {
  return /^[A-Za-z][\w+.-]*:/.test(target) || nameOf(target) === nameOf(contractFile);
}

function nameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

function readActions(list: Json | undefined, complain: Complain): readonly OverlayAction[] {
  if (!isJsonArray(list) || list.length === 0) {
    complain('an overlay has at least one action', 'write actions: [{ target: …, update: … }]', '/actions');
    return [];
  }
  return list.flatMap((json, index) => readAction(json, extendPointer('/actions', index), complain));
}

function readAction(json: Json, pointer: string, complain: Complain): readonly OverlayAction[] {
  if (!isJsonObject(json)) {
    complain('an action is an object', 'write { target: …, update: … }', pointer);
    return [];
  }
  refuseOthers(json, ['target', 'description', 'update', 'remove'], pointer, complain);
  const { target, description, update, remove = false } = json;
  if (typeof target !== 'string') {
    complain('an action has a target', 'write a JSONPath, such as $.paths', pointer);
    return [];
  }
  if (typeof remove !== 'boolean')
    complain('`remove` is true or false', 'write remove: true', `${pointer}/remove`);
  else if (!remove && update === undefined)
    complain('the action does nothing', 'write `update` or `remove: true`', pointer);
  const why = typeof description === 'string' ? description : undefined;
  return [{ target, description: why, update: remove === true ? undefined : update, pointer }];
}

/** A name that is spelt wrongly would be passed over, and its action would do something else than it says. */
function refuseOthers(json: JsonObject, known: readonly string[], pointer: string, complain: Complain): void {
  for (const name of Object.keys(json)) {
    if (known.includes(name) || name.startsWith('x-')) continue;
    complain(
      `overlays have no \`${name}\` here`,
      `write one of ${known.join(', ')}`,
      extendPointer(pointer, name),
    );
  }
}
