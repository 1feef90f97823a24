import { variable } from './variable.ts';

/** Where the processes of all clients keep what they must agree on. */
export const redisVariables = {
  REDIS_URL: {
    ...variable.text({
      meaning: 'Redis, for sessions and rates that all processes share; rediss:// is TLS.',
      secret: true,
      required: 'in production',
      example: 'redis://localhost:6379/0',
    }),
    parse: parseRedisUrl,
  },
};

function parseRedisUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'redis:' && url?.protocol !== 'rediss:')
    throw new RangeError('must be a redis:// or rediss:// URL');
  if (url.hostname === '') throw new RangeError('must name a host');
  return text;
}
