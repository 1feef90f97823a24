import type { Operation } from '../contract/index.ts';
import type { TokenDemand } from '../upstream/token-source.ts';

const demands = new WeakMap<Operation, TokenDemand>();

/** What the contract says that calls of an operation must show. */
export function tokenDemandOf(operation: Operation): TokenDemand {
  const known = demands.get(operation);
  if (known !== undefined) return known;
  const { service, coordinate, security, token } = operation;
  const alternatives = security.map((schemes) => [...new Set(schemes.flatMap(({ scopes }) => scopes))]);
  const demand: TokenDemand = {
    service,
    operation: coordinate,
    token: security.length === 0 ? 'none' : token,
    alternatives,
  };
  demands.set(operation, demand);
  return demand;
}
