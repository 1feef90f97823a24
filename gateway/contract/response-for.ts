import type { Operation, ResponseContract } from './contract.ts';

/**
 * What the contract says about an answer with this status: the exact code, else its range (`4XX`), else `default`
 * (OpenAPI 3.1, Responses Object). Undefined where it says nothing.
 */
export function responseFor(operation: Operation, status: number): ResponseContract | undefined {
  const { responses } = operation;
  return (
    responses.get(String(status)) ??
    responses.get(`${Math.floor(status / 100)}XX`) ??
    responses.get('default')
  );
}
