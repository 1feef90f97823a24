import type { Clock } from '../../clock.ts';
import { GatewayError } from '../../errors.ts';
import { createScript, type Script } from '../../redis/create-script.ts';
import type { Redis } from '../../redis/redis.ts';
import { readListedReply, readSessionReply, readTurnReply, readValuesReply } from './redis-replies.ts';
import * as scripts from './session-scripts.ts';
import {
  MAX_SESSIONS_OF_PERSON,
  MAX_VALUES,
  type SessionKey,
  type SessionStart,
  type SessionStore,
  SLIDE_STEP_MS,
} from './session-store.ts';

export interface RedisSessionStoreParts {
  readonly redis: Redis;
  /** What all keys begin with: `gatehouse:web:`. */
  readonly prefix: string;
  readonly clock: Pick<Clock, 'now'>;
}

/** Names of values begin with this, so that none of them is another field of the session. */
const VALUE = 'value:';
const ENVELOPE = 'envelope';

export function createRedisSessionStore({ redis, prefix, clock }: RedisSessionStoreParts): SessionStore {
  const prepare = (lua: string) => createCall(createScript(redis, lua), prefix);
  const create = prepare(scripts.CREATE_SCRIPT);
  const read = prepare(scripts.READ_SCRIPT);
  const writeValue = prepare(scripts.WRITE_VALUE_SCRIPT);
  const readAll = prepare(scripts.READ_VALUES_SCRIPT);
  const readField = prepare(scripts.READ_FIELD_SCRIPT);
  const writeField = prepare(scripts.WRITE_FIELD_SCRIPT);
  const beginRefresh = prepare(scripts.BEGIN_REFRESH_SCRIPT);
  const commitRefresh = prepare(scripts.COMMIT_REFRESH_SCRIPT);
  const abandonRefresh = prepare(scripts.ABANDON_REFRESH_SCRIPT);
  const end = prepare(scripts.END_SCRIPT);
  const list = createScript(redis, scripts.LIST_SCRIPT);
  const listOf = async (index: string, now: number) =>
    readListedReply(await list([prefix + index], [prefix, '', now]));

  return {
    async create(start) {
      const { key, now, idleMs, absoluteMs } = start;
      const created = await create(key, now, [
        idleMs,
        absoluteMs,
        MAX_SESSIONS_OF_PERSON,
        ...fieldsOf(start),
      ]);
      if (created !== 1) throw new Error('there is such a session');
    },
    read: async (key, { now, slide }) =>
      readSessionReply(await read(key, now, [slide ? 1 : 0, SLIDE_STEP_MS])),
    async writeValue(key, name, sealed) {
      const written = await writeValue(key, clock.now(), [VALUE + name, sealed, MAX_VALUES]);
      if (written === -1)
        throw new GatewayError('BAD_USER_INPUT', { limit: { name: 'values', max: MAX_VALUES } });
      return written === 1;
    },
    readValues: async (key) => readValuesReply(await readAll(key, clock.now(), [VALUE])),
    beginRefresh: async (key, { owner, version, now, leaseMs, takeOver }) =>
      readTurnReply(await beginRefresh(key, now, [owner, version, leaseMs, takeOver ? 1 : 0])),
    commitRefresh: async (key, { owner, version, now }, sealedTokens) =>
      (await commitRefresh(key, now, [owner, version, sealedTokens])) === 1,
    abandonRefresh: async (key, { owner }) => void (await abandonRefresh(key, clock.now(), [owner])),
    end: async (key) => (await end(key, clock.now(), [])) === 1,
    listOf: (person, now) => listOf(`person:{${person}}`, now),
    listOfProviderSession: (session, now) => listOf(`provider-session:{${session}}`, now),
    envelopes: {
      async get(key) {
        const found = await readField(key, clock.now(), [ENVELOPE]);
        return typeof found === 'string' ? found : undefined;
      },
      set: async (key, sealed) => (await writeField(key, clock.now(), [ENVELOPE, sealed])) === 1,
    },
  };
}

type Call = (key: SessionKey, now: number, more: readonly (string | number)[]) => Promise<unknown>;

/** The braces keep whatever a session may have some day in one slot of a cluster. */
function createCall(script: Script, prefix: string): Call {
  return (key, now, more) => script([`${prefix}session:{${key}}`], [prefix, key, now, ...more]);
}

function fieldsOf({ person, providerSession, sealedIdentity, sealedTokens, label }: SessionStart): string[] {
  const fields = ['person', person, 'identity', sealedIdentity, 'tokens', sealedTokens, 'label', label];
  return providerSession === undefined ? fields : [...fields, 'providerSession', providerSession];
}
