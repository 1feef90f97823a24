const isFull = process.env['TEST_SIZE'] === 'full';

/**
 * Tests of requirements have two sizes. Every build runs `ci`: fewer repetitions, and five times the time for machines
 * that are slow or busy. `npm run test:full -- ROW` runs `full`: the numbers of the requirement itself.
 */
export const testSize = {
  isFull,
  /** A limit of a requirement, as this run holds it. */
  allowed: (limitMs: number): number => (isFull ? limitMs : limitMs * 5),
  repetitions: ({ ci, full }: { readonly ci: number; readonly full: number }): number => (isFull ? full : ci),
};
