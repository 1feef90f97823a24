import type { Contract, HttpMethod, Operation } from '#contract';
import { createPathTree } from './path-tree.ts';
import { type AskedPath, isAskedFor, writtenPath } from './written-path.ts';

/** What a contract has at a method and a path. */
export type PathMatch =
  | {
      readonly kind: 'operation';
      readonly operation: Operation;
      /** Still percent-encoded. */
      readonly pathValues: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'other-methods'; readonly methods: readonly HttpMethod[] }
  | { readonly kind: 'nothing' };

/** What else of a request tells operations apart whose paths match alike. */
export type AskedBeside = Omit<AskedPath, 'pathname'>;

export interface OperationPaths {
  /** In front of every path of the contract: `/v1`, or nothing. */
  readonly prefix: string;
  readonly find: (method: string, pathname: string, beside?: AskedBeside) => PathMatch;
}

export interface OperationPathsOptions {
  /** Whether the values of a path suit an operation: asked where several operations could be meant. */
  readonly suits?: (operation: Operation, pathValues: Readonly<Record<string, string>>) => boolean;
}

interface Fitting {
  readonly operation: Operation;
  readonly pathValues: Readonly<Record<string, string>>;
}

/**
 * Finds the operation of a request, concrete paths before templated ones as OpenAPI asks. Of several operations that
 * match alike, the one whose query, headers and path values suit is meant, else the first.
 */
export function createOperationPaths(
  contract: Contract,
  { suits = () => true }: OperationPathsOptions = {},
): OperationPaths {
  const prefix = pathOfServer(contract);
  const tree = createPathTree<Operation>();
  for (const operation of contract.operations) {
    for (const path of writtenPath(operation).templates) tree.add(path, operation);
  }

  function choose(fitting: readonly Fitting[], asked: AskedPath): Fitting | undefined {
    const [first, ...others] = fitting;
    if (first === undefined || others.length === 0) return first;
    const meant = fitting.filter(({ operation }) => isAskedFor(writtenPath(operation), asked));
    const candidates = meant.length > 0 ? meant : fitting;
    return candidates.find(({ operation, pathValues }) => suits(operation, pathValues)) ?? candidates[0];
  }

  return {
    prefix,
    find(method, pathname, beside = NOTHING_BESIDE) {
      if (prefix !== '' && !pathname.startsWith(`${prefix}/`) && pathname !== prefix)
        return { kind: 'nothing' };
      const matches = tree.find(pathname.slice(prefix.length) || '/');
      const fitting = matches.map(({ item, values }) => ({ operation: item, pathValues: values }));
      const found = choose(
        fitting.filter(({ operation }) => operation.method === method),
        { ...beside, pathname },
      );
      if (found !== undefined) return { kind: 'operation', ...found };
      if (fitting.length === 0) return { kind: 'nothing' };
      return {
        kind: 'other-methods',
        methods: [...new Set(fitting.map(({ operation }) => operation.method))],
      };
    },
  };
}

const NOTHING_BESIDE: AskedBeside = { query: new URLSearchParams(), headers: new Headers() };

function pathOfServer({ servers }: Contract): string {
  const server = servers.find(isLocal) ?? servers[0] ?? '/';
  const pathname = URL.parse(server, 'http://localhost')?.pathname ?? '/';
  return pathname.replace(/\/+$/, '');
}

/** The port on this machine that a contract names as its own; undefined when it names none. */
export function localPort({ servers }: Contract): number | undefined {
  const server = servers.find(isLocal);
  if (server === undefined) return undefined;
  const { port, protocol } = new URL(server);
  return port === '' ? { 'http:': 80, 'https:': 443 }[protocol] : Number(port);
}

function isLocal(server: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(URL.parse(server)?.hostname ?? '');
}
