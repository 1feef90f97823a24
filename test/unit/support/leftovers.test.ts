import { afterAll, describe, expect, it } from '@jest/globals';
import { createLeftovers, leaveNothing, started } from '../../support/leftovers.ts';

let fileIsOpen = true;
leaveNothing(() => (fileIsOpen = false));

describe('leftovers', () => {
  const disposed: string[] = [];
  const note = (name: string) => () => void disposed.push(name);

  it('are disposed of last in, first out', async () => {
    const order: string[] = [];
    const leftovers = createLeftovers({ timeoutMs: 1_000 });
    leftovers.add(() => order.push('first'));
    leftovers.add(async () => order.push('second'));
    await leftovers.disposeAll();
    expect(order).toEqual(['second', 'first']);
  });

  it('are disposed of once', async () => {
    let times = 0;
    const leftovers = createLeftovers({ timeoutMs: 1_000 });
    leftovers.add(() => times++);
    await leftovers.disposeAll();
    await leftovers.disposeAll();
    expect(times).toBe(1);
  });

  it('include what a disposer adds while it runs', async () => {
    let reached = false;
    const leftovers = createLeftovers({ timeoutMs: 1_000 });
    leftovers.add(() => leftovers.add(() => (reached = true)));
    await leftovers.disposeAll();
    expect(reached).toBe(true);
  });

  it('report every disposer that fails, and still run the others', async () => {
    let reached = false;
    const leftovers = createLeftovers({ timeoutMs: 1_000 });
    leftovers.add(() => (reached = true));
    leftovers.add(() => Promise.reject(new Error('port still open')));
    leftovers.add(() => {
      throw new Error('process still there');
    });
    await expect(leftovers.disposeAll()).rejects.toThrow('process still there; port still open');
    expect(reached).toBe(true);
  });

  it('report a disposer that hangs', async () => {
    const leftovers = createLeftovers({ timeoutMs: 20 });
    leftovers.add(() => new Promise(() => {}));
    await expect(leftovers.disposeAll()).rejects.toThrow('took longer than 20 ms');
  });

  it('are remembered by the test that leaves them', () => {
    leaveNothing(note('a function'));
    started({ stop: note('a thing with stop') });
    started({ close: note('a thing with close') });
    started({ [Symbol.asyncDispose]: async () => note('an async disposable')() });
    started({ [Symbol.dispose]: note('a disposable') });
    expect(disposed).toEqual([]);
  });

  it('are gone before the next test', () => {
    expect(disposed).toEqual([
      'a disposable',
      'an async disposable',
      'a thing with close',
      'a thing with stop',
      'a function',
    ]);
  });

  it('are handed back by `started`', () => {
    const thing = { stop: () => {}, url: 'http://localhost' };
    expect(started(thing)).toBe(thing);
  });
});

describe('leftovers of a file', () => {
  it('outlive the first test', () => expect(fileIsOpen).toBe(true));

  it('outlive the second test', () => expect(fileIsOpen).toBe(true));
});

// Runs after the environment's own `afterAll`, which was registered first; outside of a test, throwing fails the file.
afterAll(() => {
  if (fileIsOpen) throw new Error('what was left at the top of the file is still there');
});
