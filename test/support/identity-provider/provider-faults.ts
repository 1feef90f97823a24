import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ProviderEndpoint } from './provider-request.ts';

/** What happens instead of an answer of the provider. */
export type ProviderFault =
  /** Answers this. `body` that is no string is sent as JSON. */
  | { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  /** Takes the request, and never answers. */
  | 'hang'
  /** Resets the connection. */
  | 'reset'
  /** Does what was asked, and then resets the connection: the answer is lost. */
  | 'lose-answer'
  /** Waits, then does what was asked. */
  | { readonly delayMs: number };

/** What is broken at the moment. */
export interface ProviderFaults {
  add(endpoint: ProviderEndpoint, fault: ProviderFault, times: number): void;
  remove(endpoint?: ProviderEndpoint): void;
  /** Does to a request what is broken for it; true when nothing is left to be done. */
  meet(endpoint: ProviderEndpoint, request: IncomingMessage, response: ServerResponse): Promise<boolean>;
}

export function createProviderFaults(): ProviderFaults {
  let faults: { endpoint: ProviderEndpoint; fault: ProviderFault; left: number }[] = [];
  return {
    add: (endpoint, fault, left) => void faults.push({ endpoint, fault, left }),
    remove(endpoint) {
      faults = endpoint === undefined ? [] : faults.filter((one) => one.endpoint !== endpoint);
    },
    async meet(endpoint, request, response) {
      const found = faults.findLast((one) => one.endpoint === endpoint && one.left > 0);
      if (found === undefined) return false;
      found.left -= 1;
      return await breakWith(found.fault, request, response);
    },
  };
}

async function breakWith(
  fault: ProviderFault,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (fault === 'hang') return true;
  if (fault === 'lose-answer') loseAnswer(response);
  else if (fault === 'reset') request.socket.resetAndDestroy();
  else if ('status' in fault) answerWith(response, fault);
  else await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
  // Whoever went away meanwhile took along what they asked for.
  return fault === 'reset' || (typeof fault === 'object' && 'status' in fault) || request.destroyed;
}

function answerWith(
  response: ServerResponse,
  { status, body, headers }: Extract<ProviderFault, { status: number }>,
): void {
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/plain' : 'application/json';
  response.writeHead(status, { 'content-type': type, ...headers }).end(text);
}

/** Everything happens, and nothing of it arrives. */
function loseAnswer(response: ServerResponse): void {
  const { socket } = response;
  response.end = () => {
    socket?.resetAndDestroy();
    return response;
  };
}
