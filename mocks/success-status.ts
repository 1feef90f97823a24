import type { Operation } from '#contract';

/** The lowest 2xx that an operation declares; `default` and a redirect count when there is none. */
export function successStatus({ responses }: Operation): number | undefined {
  const declared = [...responses.keys()].filter((status) => /^[23]\d\d$/.test(status)).toSorted();
  const exact = declared.find((status) => status.startsWith('2'));
  if (exact !== undefined) return Number(exact);
  if (responses.has('2XX')) return 200;
  if (declared[0] !== undefined) return Number(declared[0]);
  return responses.has('default') ? 200 : undefined;
}

/** Statuses that HTTP gives no body. */
export const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);
