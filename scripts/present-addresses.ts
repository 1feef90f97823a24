import type { LogLine } from './log-line.ts';

/** What runs where: a row of the table that `npm start` prints. */
export interface Address {
  readonly program: string;
  readonly what: string;
  readonly url: string;
}

/** The addresses in a line that says that something listens; none in any other line. */
export function addressesIn(program: string, { msg, service, url, operationsUrl }: LogLine): Address[] {
  if (msg !== 'listening') return [];
  if (typeof service === 'string') return rowOf(program, service, url, '');
  return [
    ...rowOf(program, 'GraphQL', url, '/graphql'),
    ...rowOf(program, 'GraphiQL', url, '/graphiql'),
    ...rowOf(program, 'metrics', operationsUrl, '/metrics'),
    ...rowOf(program, 'diagnostics', operationsUrl, '/diagnostics'),
  ];
}

function rowOf(program: string, what: string, url: unknown, path: string): Address[] {
  return typeof url === 'string' ? [{ program, what, url: `${url}${path}` }] : [];
}

/** With the name that people type. */
export function presentUrl(url: string): string {
  return url.replace(/\/\/(127\.0\.0\.1|0\.0\.0\.0)(?=:|$)/, '//localhost');
}

/** Columns, each program named once. */
export function presentAddresses(addresses: readonly Address[]): string {
  const programWidth = Math.max(...addresses.map(({ program }) => program.length));
  const whatWidth = Math.max(...addresses.map(({ what }) => what.length));
  const rows = addresses.map(({ program, what, url }, index) => {
    const isFirst = addresses[index - 1]?.program !== program;
    return `  ${(isFirst ? program : '').padEnd(programWidth)}  ${what.padEnd(whatWidth)}  ${presentUrl(url)}`;
  });
  return rows.join('\n');
}

/** How BFFs are told where the mocks of their services are: `{ ORDERS_URL: 'http://127.0.0.1:4104' }`. */
export function serviceVariables(addresses: readonly Address[]): Record<string, string> {
  const services = addresses.filter(({ program }) => program === 'mocks');
  return Object.fromEntries(
    services.map(({ what, url }) => [`${what.toUpperCase().replaceAll('-', '_')}_URL`, url]),
  );
}
