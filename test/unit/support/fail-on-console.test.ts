import { describe, expect, it } from '@jest/globals';
import { failOnConsole } from '../../support/fail-on-console.ts';

const silent = (..._values: unknown[]) => {};
const createConsole = () => ({
  debug: silent,
  dir: silent,
  error: silent,
  info: silent,
  log: silent,
  table: silent,
  trace: silent,
  warn: silent,
});

describe('failOnConsole', () => {
  it('says nothing about a quiet test', () => {
    expect(() => failOnConsole(createConsole()).check()).not.toThrow();
  });

  it.each(['debug', 'dir', 'error', 'info', 'log', 'table', 'trace', 'warn'] as const)(
    'fails a test that calls console.%s',
    (method) => {
      const target = createConsole();
      const watch = failOnConsole(target);
      target[method]('%s is here', 'noise');
      expect(() => watch.check()).toThrow(`console.${method}: noise is here`);
    },
  );

  it('blames only the test that wrote', () => {
    const target = createConsole();
    const watch = failOnConsole(target);
    target.log('once');
    expect(() => watch.check()).toThrow('once');
    expect(() => watch.check()).not.toThrow();
  });
});
