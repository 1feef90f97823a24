import { type Clock, systemClock } from '../../../gateway/clock.ts';
import { GatewayError } from '../../../gateway/errors.ts';
import { propagatedTokens } from '../../../gateway/session/own-identity.ts';
import { createUpstream } from '../../../gateway/upstream/create-upstream.ts';
import { resolveServiceSettings } from '../../../gateway/upstream/resolve-service-settings.ts';
import type { ServiceOptions } from '../../../gateway/upstream/service-settings.ts';
import type { TokenSource } from '../../../gateway/upstream/token-source.ts';
import type { Upstream, UpstreamRequest } from '../../../gateway/upstream/upstream.ts';
import { started } from '../../support/leftovers.ts';

export interface MeteredCall {
  readonly service: string;
  readonly operation: string;
  readonly outcome: string;
  readonly durationMs: number;
}

export interface OpenedUpstream extends Upstream {
  readonly metered: readonly MeteredCall[];
}

/** An upstream with one service, `orders`; closed after the test. */
export function openUpstream(
  options: ServiceOptions,
  clock: Clock = systemClock,
  tokens: TokenSource = propagatedTokens,
): OpenedUpstream {
  const metered: MeteredCall[] = [];
  const upstream = createUpstream({
    services: new Map([['orders', resolveServiceSettings('orders', options)]]),
    tokens,
    clock,
    metrics: { upstreamCallEnded: (call) => void metered.push(call) },
    sampleChecks: () => true,
  });
  return started({ ...upstream, metered });
}

export function ordersRequest(choices: Partial<UpstreamRequest> = {}): UpstreamRequest {
  return {
    service: 'orders',
    operation: 'orders.getOrder',
    token: 'user',
    alternatives: [[]],
    method: 'GET',
    path: '/orders/1',
    headers: {},
    body: undefined,
    check: () => undefined,
    ...choices,
  };
}

/** The `GatewayError` that a call fails with. */
export async function failureOf(call: Promise<unknown>): Promise<GatewayError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error('the call succeeded');
}
