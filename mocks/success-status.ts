import type { Operation } from '#contract';

/** The lowest 2xx that an operation declares; `default` and a redirect count when there is none. */
export function successStatus(operation: Operation): number | undefined {
  return successStatuses(operation)[0];
}

/**
 * What a request that keeps the contract may be answered with, the likeliest first: each 2xx, else a redirect, else
 * `default`. Of a contract that declares refusals alone, those.
 */
export function successStatuses({ responses }: Operation): readonly number[] {
  const declared = [...responses.keys()].toSorted();
  const within = (hundred: string): readonly number[] => [
    ...declared.filter((status) => new RegExp(`^${hundred}\\d\\d$`).test(status)).map(Number),
    ...(responses.has(`${hundred}XX`) ? [Number(`${hundred}00`)] : []),
  ];
  const successes = within('2');
  if (successes.length > 0) return successes;
  const redirects = within('3');
  if (redirects.length > 0) return redirects;
  if (responses.has('default')) return [200];
  return [...within('4'), ...within('5')];
}

/** Statuses that HTTP gives no body. */
export const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);
