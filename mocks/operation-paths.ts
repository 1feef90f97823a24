import type { Contract, HttpMethod, Operation } from '#contract';

/** What a contract has at a method and a path. */
export type PathMatch =
  | {
      readonly kind: 'operation';
      readonly operation: Operation;
      readonly pathValues: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'other-methods'; readonly methods: readonly HttpMethod[] }
  | { readonly kind: 'nothing' };

export interface OperationPaths {
  /** In front of every path of the contract: `/v1`, or nothing. */
  readonly prefix: string;
  readonly find: (method: string, pathname: string) => PathMatch;
}

interface Route {
  readonly operation: Operation;
  readonly names: readonly string[];
  readonly pattern: RegExp;
}

/** Finds the operation of a request, concrete paths before templated ones as OpenAPI asks. */
export function createOperationPaths(contract: Contract): OperationPaths {
  const prefix = pathOfServer(contract);
  const routes = contract.operations
    .map((operation) => createRoute(prefix, operation))
    .toSorted(bySpecificity);
  return {
    prefix,
    find(method, pathname) {
      const fitting = routes.flatMap((route) => {
        const values = route.pattern.exec(pathname)?.slice(1);
        return values === undefined ? [] : [{ route, values }];
      });
      const found = fitting.find(({ route }) => route.operation.method === method);
      if (found !== undefined) {
        const pairs = found.route.names.map((name, index) => [name, found.values[index] ?? ''] as const);
        return { kind: 'operation', operation: found.route.operation, pathValues: Object.fromEntries(pairs) };
      }
      if (fitting.length === 0) return { kind: 'nothing' };
      return { kind: 'other-methods', methods: fitting.map(({ route }) => route.operation.method) };
    },
  };
}

function createRoute(prefix: string, operation: Operation): Route {
  const parts = operation.path.split(/\{([^{}]+)\}/);
  const pattern = parts.map((part, index) => (index % 2 === 1 ? '([^/]+)' : escapePattern(encodeURI(part))));
  return {
    operation,
    names: parts.filter((_, index) => index % 2 === 1),
    pattern: new RegExp(`^${escapePattern(prefix)}${pattern.join('')}$`),
  };
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function bySpecificity(left: Route, right: Route): number {
  const [a, b] = [left.operation.path.split('/'), right.operation.path.split('/')];
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = openness(a[index]) - openness(b[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function openness(segment = ''): 0 | 1 | 2 {
  if (!segment.includes('{')) return 0;
  return /^\{[^{}]+\}$/.test(segment) ? 2 : 1;
}

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
