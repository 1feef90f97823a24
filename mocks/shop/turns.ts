/** Lets what concerns one customer happen one after the other, also where it waits for other services. */
export interface Turns {
  take<Result>(customer: string, run: () => Promise<Result>): Promise<Result>;
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    take(customer, run) {
      const before = last.get(customer) ?? Promise.resolve();
      const turn = before.then(run, run);
      last.set(customer, turn);
      return turn;
    },
  };
}
