import { expect, test } from '@jest/globals';
import { createLevelScheduler, type ResponsePath } from '../../../gateway/execution/level-scheduler.ts';
import { settled } from './run-operation.ts';

/** `products.0.reviews` */
function path(text: string): ResponsePath {
  const keys = text.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  const whole = keys.reduce<ResponsePath | undefined>((prev, key) => ({ prev, key }), undefined);
  if (whole === undefined) throw new Error('empty');
  return whole;
}

function recorder() {
  const scheduler = createLevelScheduler();
  const started: string[] = [];
  const wait = (text: string) => void scheduler.turn(path(text)).then(() => started.push(text));
  return { scheduler, started, wait };
}

test('starts a level once nothing above it is held', async () => {
  const { scheduler, started, wait } = recorder();
  const parent = Promise.withResolvers<void>();
  const above = scheduler.hold(path('products'), parent.promise);
  wait('products.0.reviews');

  await settled();
  expect(started).toEqual([]);
  parent.resolve();
  await above;
  await settled();

  expect(started).toEqual(['products.0.reviews']);
});

test('starts a level in spite of calls that are pending elsewhere, below it, or beside it', async () => {
  const { scheduler, started, wait } = recorder();
  const never = new Promise<void>(() => {});
  for (const elsewhere of [
    'slow',
    'products.0.reviews.0.author',
    'products.0.reviewsToo',
    'product',
    'products.1.seller',
  ]) {
    void scheduler.hold(path(elsewhere), never);
  }
  wait('products.0.reviews');

  await settled();

  expect(started).toEqual(['products.0.reviews']);
});

test('waits for every parent of the level, also for those under other indices', async () => {
  const { scheduler, started, wait } = recorder();
  const parents = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  for (const [index, { promise }] of parents.entries())
    void scheduler.hold(path(`products.${index}.seller`), promise);
  wait('products.0.seller.city');
  parents[0]?.resolve();
  await settled();
  expect(started).toEqual([]);

  parents[1]?.resolve();
  wait('products.1.seller.city');
  await settled();

  expect(started).toEqual(['products.0.seller.city', 'products.1.seller.city']);
});

test('starts the fields of a level in document order, whenever they came', async () => {
  const { scheduler, started, wait } = recorder();
  const parent = Promise.withResolvers<void>();
  void scheduler.hold(path('lists'), parent.promise);
  for (const at of ['lists.1.items.0.x', 'lists.0.items.10.x', 'lists.0.items.9.x', 'lists.10.items.0.x'])
    wait(at);

  parent.resolve();
  await settled();

  expect(started).toEqual([
    'lists.0.items.9.x',
    'lists.0.items.10.x',
    'lists.1.items.0.x',
    'lists.10.items.0.x',
  ]);
});

test('lets all promises that are settled take effect before it looks', async () => {
  const { scheduler, started, wait } = recorder();
  const parent = Promise.withResolvers<void>();
  const above = scheduler.hold(path('a'), parent.promise);
  wait('a.0.x');

  parent.resolve();
  await above;
  // As graphql-js: the resolvers below a value run several microtasks after it.
  for (let microtask = 0; microtask < 50; microtask += 1) await Promise.resolve();
  void scheduler.hold(path('a'), new Promise(() => {}));
  await settled();

  expect(started).toEqual([]);
});

test('starts the levels below a call that failed', async () => {
  const { scheduler, started, wait } = recorder();
  const failing = scheduler.hold(path('a'), Promise.reject(new Error('down')));
  wait('a.0.x');

  await expect(failing).rejects.toThrow('down');
  await settled();

  expect(started).toEqual(['a.0.x']);
});

test('refuses what still waits when it is stopped', async () => {
  const scheduler = createLevelScheduler();
  void scheduler.hold(path('a'), new Promise(() => {}));
  const waiting = scheduler.turn(path('a.0.x'));

  scheduler.stop();

  await expect(waiting).rejects.toMatchObject({ code: 'REQUEST_ABORTED' });
});

test('gives every group that starts together a level of its own', async () => {
  const scheduler = createLevelScheduler();

  const [first, second] = await Promise.all([scheduler.turn(path('a.0.x')), scheduler.turn(path('a.1.x'))]);
  const later = await scheduler.turn(path('a.2.x'));

  expect(first).toBe(second);
  expect(later).not.toBe(first);
});
