import type { ASTNode, Location } from 'graphql';
import type { Contract, SourcePosition } from '../contract/index.ts';
import type { DiagnosticCode } from './diagnostics.ts';
import { DIAGNOSTICS } from './diagnostics.ts';
import type { Diagnostic } from './model.ts';
import type { RowPlace } from './place.ts';
import type { Producers } from './producers.ts';

/** A place in a contract's document; a SchemaNode, Parameter or Operation with its contract is one. */
export interface ContractPlace {
  readonly contract: Contract;
  readonly pointer: string;
}

export interface Finding {
  readonly code: DiagnosticCode;
  /** Where the author has to look; undefined means the start of the file. */
  readonly node: ASTNode | undefined;
  /** Where no node exists: the text could not be parsed. */
  readonly position?: SourcePosition;
  readonly message: string;
  readonly fix: string;
  /** What in the contract decides. */
  readonly place?: ContractPlace | undefined;
  /** Where the type was seen; a type may be filled by several operations. */
  readonly producer?: RowPlace | undefined;
}

/** Collects what is found, so that one run tells everything. */
export interface Findings {
  report(finding: Finding): void;
  /** How often something was reported so far. */
  count(): number;
  /** @param aside codes that do not count. */
  hasErrors(aside?: ReadonlySet<string>): boolean;
  /** In the order of their positions. The same finding of several producers is one. */
  diagnostics(producersOf?: ProducersOf): readonly Diagnostic[];
}

/** The operations that lead to a place. */
export type ProducersOf = (place: RowPlace) => Producers;

const itself: ProducersOf = ({ operation }) => ({ names: [operation.coordinate], hasMore: false });

interface Entry {
  readonly diagnostic: Diagnostic;
  readonly producers: Set<RowPlace>;
}

export function createFindings(file: string): Findings {
  const entries = new Map<string, Entry>();
  let count = 0;
  return {
    report(finding) {
      count += 1;
      const diagnostic = present(finding, file);
      const { line, column } = diagnostic.position;
      const key = `${diagnostic.code} ${line}:${column} ${diagnostic.message}`;
      const entry = entries.get(key) ?? { diagnostic, producers: new Set() };
      entries.set(key, entry);
      if (finding.producer !== undefined) entry.producers.add(finding.producer);
    },
    count: () => count,
    hasErrors: (aside) =>
      [...entries.values()].some(
        ({ diagnostic: { severity, code } }) => severity === 'error' && aside?.has(code) !== true,
      ),
    diagnostics: (producersOf = itself) =>
      [...entries.values()].map((entry) => withProducers(entry, producersOf)).toSorted(byPosition),
  };
}

function present({ code, node, position, message, fix, place }: Finding, file: string): Diagnostic {
  const found = place?.contract.locate(place.pointer);
  // What resolvers give is described by the client's own types.
  const contractPosition = found?.file === file ? undefined : found;
  const { severity } = DIAGNOSTICS[code];
  return { code, severity, message, fix, position: position ?? positionOf(node, file), contractPosition };
}

/** Definitions are found at their name, because their own place starts with the description. */
function positionOf(node: ASTNode | undefined, file: string): SourcePosition {
  const location = nameLocation(node) ?? node?.loc;
  if (location === undefined) return { file, line: 1, column: 1 };
  return { file, line: location.startToken.line, column: location.startToken.column };
}

function nameLocation(node: ASTNode | undefined): Location | undefined {
  if (node === undefined || !('name' in node) || !/Definition|Extension/.test(node.kind)) return undefined;
  return node.name?.loc;
}

const SHOWN_PRODUCERS = 3;

function withProducers({ diagnostic, producers }: Entry, producersOf: ProducersOf): Diagnostic {
  if (producers.size === 0) return diagnostic;
  const all = [...producers].map(producersOf);
  const names = [...new Set(all.flatMap((one) => one.names))];
  const hidden = all.some(({ hasMore }) => hasMore) ? 'many' : names.length - SHOWN_PRODUCERS;
  const more = names.length > SHOWN_PRODUCERS ? ` and ${hidden} more` : '';
  return {
    ...diagnostic,
    message: `${diagnostic.message} (from ${names.slice(0, SHOWN_PRODUCERS).join(', ')}${more})`,
  };
}

function byPosition({ position: one }: Diagnostic, { position: other }: Diagnostic): number {
  return one.line - other.line || one.column - other.column;
}
