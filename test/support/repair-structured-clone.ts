const lent = globalThis.structuredClone;

/**
 * Jest runs test files in a realm of their own, but lends them the outer realm's `structuredClone`, whose copies are
 * no `Object` of this one. oidc-provider copies key sets and then asks for plain objects.
 */
export function repairStructuredClone(): void {
  globalThis.structuredClone = <T>(value: T, options?: Parameters<typeof lent>[1]): T =>
    isJson(value) ? copyJson(value) : lent(value, options);
}

function copyJson<T>(value: T): T {
  // oxlint-disable-next-line unicorn/prefer-structured-clone -- this is it
  const copy: T = JSON.parse(JSON.stringify(value));
  return copy;
}

function isJson(value: unknown): boolean {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return true;
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.every(isJson);
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isJson);
}
