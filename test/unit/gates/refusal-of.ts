import { GatewayError } from '../../../gateway/errors.ts';

/** The error that `attempt` throws, in a few words: its code, and the name of the limit that was passed. */
export function refusalOf(attempt: () => unknown): string {
  try {
    attempt();
    return 'accepted';
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const { limit } = error.detail;
    return limit === undefined ? error.code : `${error.code} ${limit.name} ${limit.max}`;
  }
}
