import { suggestName } from '#binding';
import { ContractError, type ContractProblem, type Json, type JsonObject, readDocument } from '#contract';
import type { Budget, Budgets, Limit } from './budget.ts';

const LIMITS = ['calls', 'perService', 'cost', 'waves'] as const;
/** Those that every document has, its own or those of `default`. */
const NEEDED = ['calls', 'perService', 'cost'] as const;

/** The limits that are written in one place. */
type Limits = Partial<Record<(typeof LIMITS)[number], Limit>>;

/**
 * Reads a `budget.yaml`: limits of all documents under `default`, and by the names of documents, under `documents`, what
 * is different for them.
 * @throws ContractError with every mistake and its place
 */
export function parseBudgets(file: string, text: string): Budgets {
  const { json, locate } = readDocument(file, text, { kind: 'budget' });
  const problems: ContractProblem[] = [];
  const reader: Reader = {
    locate,
    complain: (pointer, message) => void problems.push({ message, position: locate(pointer) }),
  };
  refuseOthers(reader, '', json, ['default', 'documents']);
  const common = readDefault(reader, json['default']);
  const own = readDocuments(reader, json['documents']);
  if (problems.length > 0 || common === undefined) throw new ContractError(problems);
  return {
    of: (document) => ({ ...common, ...own.get(document) }),
    documents: new Map([...own.keys()].map((name) => [name, locate(`/documents/${escape(name)}`)])),
  };
}

interface Reader {
  readonly locate: ReturnType<typeof readDocument>['locate'];
  complain(pointer: string, message: string): void;
}

function readDefault(reader: Reader, json: Json | undefined): Budget | undefined {
  if (json === undefined) {
    reader.complain(
      '',
      'say under `default` what any document may need: { calls: 4, perService: 2, cost: 300 }',
    );
    return undefined;
  }
  const limits = readLimits(reader, '/default', json, false);
  const { calls, perService, cost, waves } = limits;
  if (calls !== undefined && perService !== undefined && cost !== undefined)
    return { calls, perService, cost, waves };
  const missing = isObject(json) ? NEEDED.filter((name) => !Object.hasOwn(json, name)) : [];
  if (missing.length > 0) reader.complain('/default', `\`default\` lacks ${missing.join(', ')}`);
  return undefined;
}

function readDocuments(reader: Reader, json: Json | undefined): ReadonlyMap<string, Limits> {
  if (json === undefined) return new Map();
  if (isObject(json)) {
    const entries = Object.entries(json);
    return new Map(
      entries.map(([name, limits]) => [name, readLimits(reader, `/documents/${escape(name)}`, limits, true)]),
    );
  }
  reader.complain('/documents', '`documents` holds limits by the names of documents: { Home: { calls: 6 } }');
  return new Map();
}

function readLimits(reader: Reader, pointer: string, json: Json, isOwn: boolean): Limits {
  if (!isObject(json)) {
    reader.complain(pointer, 'limits look like { calls: 4, perService: 2, cost: 300 }');
    return {};
  }
  refuseOthers(reader, pointer, json, LIMITS);
  const limits: Limits = {};
  for (const name of LIMITS) {
    const max = json[name];
    if (max === undefined) continue;
    const place = `${pointer}/${name}`;
    if (typeof max === 'number' && Number.isSafeInteger(max) && max >= 0)
      limits[name] = { max, position: reader.locate(place), isOwn };
    else
      reader.complain(
        place,
        `\`${name}\` is ${JSON.stringify(max)}, and a limit is a whole number, 0 or more`,
      );
  }
  return limits;
}

function refuseOthers(reader: Reader, pointer: string, json: JsonObject, known: readonly string[]): void {
  for (const name of Object.keys(json).filter((key) => !known.includes(key))) {
    const meant = suggestName(name, known);
    const hint = meant === undefined ? `there are ${known.join(', ')}` : `did you mean \`${meant}\`?`;
    reader.complain(`${pointer}/${escape(name)}`, `nothing is called \`${name}\` here; ${hint}`);
  }
}

function isObject(json: Json): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** A name as part of a JSON pointer. */
function escape(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
