/**
 * The same promise, whose failure is nobody's surprise: a resolver that starts something and does not wait for it must
 * not end the process.
 */
export function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
