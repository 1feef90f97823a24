import { expect, test } from '@jest/globals';
import { startCallLimits } from '../../../gateway/upstream/call-limits.ts';
import { resolveServiceSettings } from '../../../gateway/upstream/resolve-service-settings.ts';
import { createScope } from './create-scope.ts';
import { createVirtualClock } from './virtual-clock.ts';

const settings = resolveServiceSettings('orders', {
  url: 'http://orders',
  timeoutMs: 1_000,
  headersTimeoutMs: 400,
  bodyTimeoutMs: 300,
});

function start(deadlineMs?: number) {
  const clock = createVirtualClock();
  const scope = createScope(deadlineMs === undefined ? { clock } : { clock, deadlineMs });
  return { clock, scope, limits: startCallLimits(clock, scope, 'orders', settings) };
}

test('REL-03 waits for headers no longer than headersTimeoutMs', () => {
  const { clock, limits } = start();

  clock.advance(399);
  expect(limits.signal.aborted).toBe(false);
  clock.advance(1);

  expect(limits.signal.reason).toMatchObject({ code: 'UPSTREAM_TIMED_OUT', detail: { service: 'orders' } });
});

test('REL-03 counts the silence of a body from its last piece', () => {
  const { clock, limits } = start();

  for (let piece = 0; piece < 3; piece += 1) {
    clock.advance(250);
    limits.progressed();
  }
  expect(limits.signal.aborted).toBe(false);
  clock.advance(249);
  expect(limits.signal.aborted).toBe(false);
  clock.advance(1);

  // 1,000 ms in: the call's whole time ends in the same millisecond as no silence could.
  expect(limits.signal.reason).toMatchObject({ code: 'UPSTREAM_TIMED_OUT' });
});

test('REL-03 ends a body in silence before the whole time is over', () => {
  const { clock, limits } = start();

  clock.advance(100);
  limits.progressed();
  clock.advance(299);
  expect(limits.signal.aborted).toBe(false);
  clock.advance(1);

  expect(limits.signal.reason).toMatchObject({ code: 'UPSTREAM_TIMED_OUT' });
});

test('REL-03 keeps one timer armed, however many pieces arrive', () => {
  const { clock, limits } = start();

  for (let piece = 0; piece < 100; piece += 1) limits.progressed();

  expect(clock.pending).toBe(1);
  limits.release();
  expect(clock.pending).toBe(0);
});

test('REL-01 says DEADLINE_EXCEEDED when the deadline is what ends the call', () => {
  const { clock, limits } = start(200);

  clock.advance(200);

  expect(limits.signal.reason).toMatchObject({ code: 'DEADLINE_EXCEEDED', detail: { service: 'orders' } });
});

test('REL-01 starts nothing with less than 20 ms left', () => {
  expect(() => start(19)).toThrow(expect.objectContaining({ code: 'DEADLINE_EXCEEDED' }));
  expect(start(20).limits.signal.aborted).toBe(false);
});

test('REL-02 ends with the request, and names the service', () => {
  const { limits, scope } = start();

  scope.leave();

  expect(limits.signal.reason).toMatchObject({ code: 'REQUEST_ABORTED', detail: { service: 'orders' } });
});

test('REL-02 starts nothing for a client that has left', () => {
  const clock = createVirtualClock();
  const scope = createScope({ clock });
  scope.leave();

  expect(() => startCallLimits(clock, scope, 'orders', settings)).toThrow(
    expect.objectContaining({ code: 'REQUEST_ABORTED', detail: { service: 'orders' } }),
  );
});

test('leaves the request alone once it is released', () => {
  const { clock, limits, scope } = start();

  limits.release();
  clock.advance(60_000);
  scope.leave();

  expect(limits.signal.aborted).toBe(false);
});
