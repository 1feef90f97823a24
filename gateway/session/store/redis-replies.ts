import { GatewayError } from '../../errors.ts';
import type { ListedSession, RefreshTurn, SessionKey, StoredSession } from './session-store.ts';

/** A reply that no script of ours gives counts as an outage, and never as "no session". */
function refuse(): never {
  throw new GatewayError('SESSIONS_UNAVAILABLE', {}, new Error('Redis holds something else than a session'));
}

function readTexts(reply: unknown): string[] {
  return Array.isArray(reply) && reply.every((each) => typeof each === 'string') ? reply : refuse();
}

export function readSessionReply(reply: unknown): StoredSession | undefined {
  if (reply === null) return undefined;
  const [sealedIdentity, sealedTokens, version, createdAt, idleAt, absoluteAt] = readTexts(reply);
  if (sealedIdentity === undefined || sealedTokens === undefined) return refuse();
  return {
    sealedIdentity,
    sealedTokens,
    version: readNumber(version),
    createdAt: readNumber(createdAt),
    idleAt: readNumber(idleAt),
    absoluteAt: readNumber(absoluteAt),
  };
}

export function readValuesReply(reply: unknown): ReadonlyMap<string, string> | undefined {
  if (reply === null) return undefined;
  const texts = readTexts(reply);
  const values = new Map<string, string>();
  for (let place = 0; place + 1 < texts.length; place += 2)
    values.set(texts[place] ?? '', texts[place + 1] ?? '');
  return values;
}

export function readTurnReply(reply: unknown): RefreshTurn {
  const [turn, sealedTokens, version] = readTexts(reply);
  if (turn === 'yours' || turn === 'wait' || turn === 'ended') return { turn };
  if (turn !== 'done' || sealedTokens === undefined) return refuse();
  return { turn, sealedTokens, version: readNumber(version) };
}

/** The newest first. */
export function readListedReply(reply: unknown): readonly ListedSession[] {
  if (!Array.isArray(reply)) return refuse();
  return reply.map(readListedSession).toSorted((one, other) => other.createdAt - one.createdAt);
}

function readListedSession(reply: unknown): ListedSession {
  const [key, label, createdAt, seenAt, absoluteAt] = readTexts(reply);
  if (key === undefined || label === undefined) return refuse();
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only keys are put into an index
    key: key as SessionKey,
    label,
    createdAt: readNumber(createdAt),
    seenAt: readNumber(seenAt),
    absoluteAt: readNumber(absoluteAt),
  };
}

function readNumber(text: string | undefined): number {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : refuse();
}
