/** The values that were remembered last, as many as there is room for. */
export interface Recall<Value> {
  get(key: string): Value | undefined;
  remember(key: string, value: Value): void;
}

/** @param room how many values are kept; at least 1 */
export function createRecall<Value>(room: number): Recall<Value> {
  const values = new Map<string, Value>();
  return {
    get: (key) => values.get(key),
    remember(key, value) {
      const [oldest] = values.keys();
      if (values.size >= room && oldest !== undefined) values.delete(oldest);
      values.set(key, value);
    },
  };
}
