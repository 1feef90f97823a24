import { createHash } from 'node:crypto';
import type { Redis as Client } from 'ioredis';
import type { Redis } from './redis.ts';

/**
 * One Lua script: one round trip, and nobody else's command in between.
 * @returns what the script returned; null where that is `false` or nothing
 * @throws GatewayError SESSIONS_UNAVAILABLE
 */
export type Script = (keys: readonly string[], args: readonly (string | number)[]) => Promise<unknown>;

export function createScript(redis: Redis, lua: string): Script {
  // Every call is numbered and its answer carries the number, so that no answer of another call is taken for it.
  const text = `local function run()\n${lua}\nend\nreturn { ARGV[#ARGV], run() or false }`;
  const sha = createHash('sha1').update(text).digest('hex');
  let calls = 0;

  return (keys, args) =>
    redis.run(async (client) => {
      const call = String(++calls);
      const reply = await evaluate(client, { sha, text, words: [keys.length, ...keys, ...args, call] });
      if (Array.isArray(reply) && reply[0] === call) return reply[1] ?? null;
      client.disconnect(true);
      throw new Error('Redis answered something else');
    });
}

async function evaluate(client: Client, { sha, text, words }: Evaluation): Promise<unknown> {
  try {
    return await client.call('EVALSHA', sha, ...words);
  } catch (error) {
    const isUnknown = Error.isError(error) && error.message.startsWith('NOSCRIPT');
    if (!isUnknown) throw error;
    return client.call('EVAL', text, ...words);
  }
}

interface Evaluation {
  readonly sha: string;
  readonly text: string;
  readonly words: readonly (string | number)[];
}
