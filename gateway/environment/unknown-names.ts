import type { Variable } from './variable.ts';

/** A sentence for each name that begins like ours and is none: a typing error would be ignored without a word. */
export function unknownNames(
  prefixes: readonly string[],
  variables: Readonly<Record<string, Variable<unknown>>>,
  env: Readonly<Record<string, string | undefined>>,
): string[] {
  const known = Object.entries(variables).flatMap(([name, entry]) =>
    entry.secret ? [name, `${name}_FILE`] : [name],
  );
  return Object.keys(env)
    .filter((name) => prefixes.some((prefix) => name.startsWith(prefix)))
    .filter((name) => !known.includes(name) && !isServiceLink(name, env[name] ?? ''))
    .map((name) => `${name} is not a variable of this process; did you mean ${nearest(name, known)}?`);
}

/** Kubernetes describes each of its services like this in every pod; a service `web-bff` would stop our own start. */
function isServiceLink(name: string, value: string): boolean {
  return (
    /_SERVICE_(HOST|PORT)(_\w+)?$|_PORT_\d+_(TCP|UDP)(_(PROTO|PORT|ADDR))?$/.test(name) ||
    /^(tcp|udp):\/\//.test(value)
  );
}

function nearest(name: string, known: readonly string[]): string {
  const sorted = known.toSorted((left, right) => editDistance(name, left) - editDistance(name, right));
  return sorted[0] ?? 'none';
}

function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [row, letter] of left.split('').entries()) {
    const current = [row + 1];
    for (const [column, other] of right.split('').entries()) {
      const replaced = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
