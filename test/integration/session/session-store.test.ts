import { beforeEach, describe, expect, it } from '@jest/globals';
import { personKeyOf, providerSessionKeyOf } from '../../../gateway/session/person-key-of.ts';
import { MAX_VALUES, type SessionStart } from '../../../gateway/session/store/session-store.ts';
import { createHeldClock, createStart, HOUR_MS, STORES, type StorePair } from './both-stores.ts';

const MINUTE_MS = 60_000;
const ada = personKeyOf('https://issuer', 'ada');
const sid = providerSessionKeyOf('https://issuer', 'sid');

describe.each(STORES)('sessions %s', (_name, startPair) => {
  const clock = createHeldClock();
  let pair: StorePair;
  let start: SessionStart;

  beforeEach(async () => {
    pair = await startPair(clock);
    start = createStart(clock.now());
    await pair.store.create(start);
  });
  const read = (slide = true, key = start.key) => pair.store.read(key, { now: clock.now(), slide });
  const attempt = (owner: string, more = {}) => ({
    owner,
    version: 1,
    now: clock.now(),
    leaseMs: 5_000,
    takeOver: true,
    ...more,
  });

  it('are read as they were written, by every process', async () => {
    const expected = {
      sealedIdentity: 'identity',
      sealedTokens: 'tokens 1',
      version: 1,
      createdAt: clock.now(),
      idleAt: clock.now() + HOUR_MS,
      absoluteAt: clock.now() + 8 * HOUR_MS,
    };
    expect(await read()).toEqual(expected);
    expect(await pair.other.read(start.key, { now: clock.now(), slide: false })).toEqual(expected);
  });

  it('are not made twice', async () => {
    await expect(pair.store.create({ ...start, sealedIdentity: 'another' })).rejects.toThrow(
      'such a session',
    );
    expect(await read()).toMatchObject({ sealedIdentity: 'identity' });
  });

  it('do not exist unless made', async () => {
    const { key } = createStart(clock.now());
    expect(await read(true, key)).toBeUndefined();
    expect(await pair.store.writeValue(key, 'name', 'value')).toBe(false);
    expect(await pair.store.readValues(key)).toBeUndefined();
    expect(await pair.store.envelopes.set(key, 'envelope')).toBe(false);
    expect(await pair.store.envelopes.get(key)).toBeUndefined();
    expect(await pair.store.beginRefresh(key, attempt('one'))).toEqual({ turn: 'ended' });
    expect(await pair.store.commitRefresh(key, attempt('one'), 'tokens')).toBe(false);
    await pair.store.abandonRefresh(key, { owner: 'one' });
    expect(await pair.store.end(key)).toBe(false);
    expect(await read(true, key)).toBeUndefined();
  });

  it('end for good, and nothing that is written afterwards brings them back', async () => {
    await pair.store.beginRefresh(start.key, attempt('one'));
    expect(await pair.other.end(start.key)).toBe(true);
    expect(await read()).toBeUndefined();
    expect(await pair.store.writeValue(start.key, 'name', 'value')).toBe(false);
    expect(await pair.store.envelopes.set(start.key, 'envelope')).toBe(false);
    expect(await pair.store.commitRefresh(start.key, attempt('one'), 'tokens 2')).toBe(false);
    await pair.store.abandonRefresh(start.key, { owner: 'one' });
    expect(await pair.store.beginRefresh(start.key, attempt('two'))).toEqual({ turn: 'ended' });
    expect(await pair.store.end(start.key)).toBe(false);
    expect(await read()).toBeUndefined();
    expect(await pair.store.listOf(ada, clock.now())).toEqual([]);
    expect(await pair.keysOf?.()).toEqual(pair.keysOf && []);
  });

  it('slide when they are used, once a minute', async () => {
    const began = clock.now();
    clock.at += MINUTE_MS - 1;
    expect(await read()).toMatchObject({ idleAt: began + HOUR_MS });
    clock.at += 1;
    expect(await read()).toMatchObject({ idleAt: clock.now() + HOUR_MS });
    expect(await pair.store.listOf(ada, clock.now())).toMatchObject([{ seenAt: clock.now() }]);
  });

  it('slide more often when they end soon', async () => {
    const short = createStart(clock.now(), { idleMs: MINUTE_MS });
    await pair.store.create(short);
    clock.at += MINUTE_MS / 4;
    expect(await read(true, short.key)).toMatchObject({ idleAt: clock.now() + MINUTE_MS });
  });

  it('end when they are not used', async () => {
    clock.at += HOUR_MS - 1;
    expect(await read(false)).toBeDefined();
    clock.at += 1;
    expect(await read(false)).toBeUndefined();
    clock.at -= HOUR_MS;
    expect(await read(false)).toBeUndefined();
  });

  it('take nothing once they were not used for too long, though nobody has read them', async () => {
    clock.at += HOUR_MS;
    expect(await pair.store.writeValue(start.key, 'name', 'value')).toBe(false);
    expect(await pair.store.envelopes.set(start.key, 'envelope')).toBe(false);
    expect(await pair.store.beginRefresh(start.key, attempt('one'))).toEqual({ turn: 'ended' });
  });

  it('SES-06 die at the absolute limit though they are touched each minute, and slide=false extends nothing', async () => {
    const { absoluteMs } = start;
    for (let passed = MINUTE_MS; passed < absoluteMs; passed += MINUTE_MS) {
      clock.at += MINUTE_MS;
      expect(await read()).toBeDefined();
    }
    clock.at += MINUTE_MS;
    expect(await read()).toBeUndefined();

    const polled = createStart(clock.now());
    await pair.store.create(polled);
    for (let passed = MINUTE_MS; passed < polled.idleMs; passed += MINUTE_MS) {
      clock.at += MINUTE_MS;
      expect(await read(false, polled.key)).toMatchObject({ idleAt: polled.now + polled.idleMs });
    }
    clock.at += MINUTE_MS;
    expect(await read(false, polled.key)).toBeUndefined();
  });

  it('SES-05 keep what 200 writers write at once under names of their own', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `name ${index}`);
    const written = await Promise.all(
      names.map((name, index) =>
        (index % 2 ? pair.store : pair.other).writeValue(start.key, name, `of ${name}`),
      ),
    );
    expect(written).toEqual(names.map(() => true));
    const values = await pair.store.readValues(start.key);
    expect(values).toEqual(new Map(names.map((name) => [name, `of ${name}`])));
  });

  it('keep 256 values and no more, and overwrite those', async () => {
    for (let index = 0; index < MAX_VALUES; index++)
      await pair.store.writeValue(start.key, `${index}`, 'old');
    await expect(pair.store.writeValue(start.key, 'one more', 'x')).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    expect(await pair.store.writeValue(start.key, '7', 'young')).toBe(true);
    const values = await pair.store.readValues(start.key);
    expect([values?.size, values?.get('7')]).toEqual([MAX_VALUES, 'young']);
  });

  it('keep values apart from everything else, whatever their names', async () => {
    for (const name of ['identity', 'tokens', 'idleAt', 'envelope', '__proto__', ''])
      await pair.store.writeValue(start.key, name, 'planted');
    expect(await read()).toMatchObject({ sealedIdentity: 'identity', sealedTokens: 'tokens 1' });
    expect(await pair.store.envelopes.get(start.key)).toBeUndefined();
    expect((await pair.store.readValues(start.key))?.get('__proto__')).toBe('planted');
  });

  it('have an envelope that lives and dies with them', async () => {
    expect(await pair.store.envelopes.get(start.key)).toBeUndefined();
    expect(await pair.store.envelopes.set(start.key, 'sealed')).toBe(true);
    expect(await pair.other.envelopes.get(start.key)).toBe('sealed');
    await pair.store.end(start.key);
    expect(await pair.store.envelopes.get(start.key)).toBeUndefined();
  });

  it('are refreshed by one at a time', async () => {
    expect(await pair.store.beginRefresh(start.key, attempt('one'))).toEqual({ turn: 'yours' });
    expect(await pair.other.beginRefresh(start.key, attempt('two'))).toEqual({ turn: 'wait' });
    expect(await pair.other.commitRefresh(start.key, attempt('two'), 'stolen')).toBe(false);
    expect(await pair.store.commitRefresh(start.key, attempt('one'), 'tokens 2')).toBe(true);
    expect(await pair.store.commitRefresh(start.key, attempt('one'), 'tokens 3')).toBe(false);
    expect(await pair.other.beginRefresh(start.key, attempt('two'))).toEqual({
      turn: 'done',
      sealedTokens: 'tokens 2',
      version: 2,
    });
    expect(await read()).toMatchObject({ sealedTokens: 'tokens 2', version: 2 });
    expect(await pair.other.beginRefresh(start.key, attempt('two', { version: 2 }))).toEqual({
      turn: 'yours',
    });
  });

  it('are refreshed by the next when the first gives up', async () => {
    await pair.store.beginRefresh(start.key, attempt('one'));
    await pair.other.abandonRefresh(start.key, { owner: 'two' });
    expect(await pair.other.beginRefresh(start.key, attempt('two'))).toEqual({ turn: 'wait' });
    await pair.store.abandonRefresh(start.key, { owner: 'one' });
    expect(await pair.other.beginRefresh(start.key, attempt('two'))).toEqual({ turn: 'yours' });
  });

  it('are refreshed by whoever may take over when the first is gone', async () => {
    await pair.store.beginRefresh(start.key, attempt('one'));
    clock.at += 5_000;
    expect(await pair.other.beginRefresh(start.key, attempt('two', { takeOver: false }))).toEqual({
      turn: 'wait',
    });
    expect(await pair.other.beginRefresh(start.key, attempt('two'))).toEqual({ turn: 'yours' });
    expect(await pair.store.commitRefresh(start.key, attempt('one'), 'late')).toBe(false);
    expect(await pair.other.commitRefresh(start.key, attempt('two'), 'tokens 2')).toBe(true);
  });

  it('are found by person and by session at the provider, the newest first', async () => {
    clock.at += 1_000;
    const second = createStart(clock.now(), { providerSession: undefined, label: 'Safari' });
    await pair.other.create(second);
    await pair.store.create(createStart(clock.now(), { person: personKeyOf('https://issuer', 'grace') }));
    const both = await pair.store.listOf(ada, clock.now());
    expect(both).toEqual([
      {
        key: second.key,
        label: 'Safari',
        createdAt: clock.now(),
        seenAt: clock.now(),
        absoluteAt: clock.now() + 8 * HOUR_MS,
      },
      expect.objectContaining({ key: start.key, label: 'Firefox on Linux' }),
    ]);
    expect(await pair.store.listOfProviderSession(sid, clock.now())).toHaveLength(2);
    await pair.store.end(second.key);
    expect(await pair.store.listOf(ada, clock.now())).toMatchObject([{ key: start.key }]);
  });

  it('are found as long as they live, however often they slid', async () => {
    for (let slides = 0; slides < 4; slides++) {
      clock.at += HOUR_MS - 1;
      await read();
    }
    expect(await pair.store.listOf(ada, clock.now())).toMatchObject([{ key: start.key }]);
    clock.at += HOUR_MS;
    expect(await pair.store.listOf(ada, clock.now())).toEqual([]);
  });
});
