import { describe, expect, it } from '@jest/globals';
import { refuseGlobals } from './refuse-globals.ts';
import { readProjectFile, sourceFiles } from './source-files.ts';

describe('globals', () => {
  it('are used by their owners alone', () => {
    const refused = sourceFiles().flatMap((file) =>
      refuseGlobals(file, readProjectFile(file)).map((reason) => `${file}:${reason}`),
    );
    expect(refused).toEqual([]);
  });
});

describe('the rules for globals', () => {
  it.each([
    ['gateway/http/app.ts', 'const a = process.env;', 'only a program'],
    ['web-bff/config.ts', 'export const a = process.env;', 'only a program'],
    ['web-bff/config.ts', `import { env } from 'node:process';`, 'a global by another name'],
    ['scripts/start.ts', 'console.log(1);', 'take a logger'],
    ['gateway/http/app.ts', 'const a = { ...process.env };', 'only a program'],
    ['gateway/http/app.ts', 'const a = globalThis.process;', 'only a program'],
    ['gateway/http/app.ts', 'const a = Date.now();', 'time enters'],
    ['gateway/http/app.ts', 'const a = new Date();', 'time enters'],
    ['gateway/http/app.ts', 'setTimeout(a, 1);', 'time enters'],
    ['gateway/http/app.ts', `import { setTimeout as sleep } from 'node:timers/promises';`, 'time enters'],
    ['gateway/http/app.ts', 'const a = performance.now;', 'time enters'],
    ['gateway/http/app.ts', 'const a = Math.random();', 'chance enters'],
    ['gateway/http/app.ts', `import { randomUUID } from 'node:crypto';`, 'chance enters'],
    ['mocks/serve.ts', 'const a = crypto.randomUUID();', 'chance enters'],
  ])('refuse in %s: %s', (file, source, reason) => {
    expect(refuseGlobals(file, source).join()).toContain(reason);
  });

  it.each([
    ['gateway/clock.ts', 'const a = Date.now() + Math.random();'],
    [
      'gateway/http/app.ts',
      '// process.env\nconst a = "console.log"; b.process(); const c = { process: 1 }; new Date(2);',
    ],
    ['gateway/http/app.ts', 'const a = Math.max(1, 2);'],
    ['gateway/http/drain.ts', `import { setImmediate as nextTurn } from 'node:timers/promises';`],
    ['web-bff/main.ts', 'process.exitCode = 1;'],
    ['test/unit/a.test.ts', 'process.env; Date.now();'],
  ])('let %s pass: %s', (file, source) => {
    expect(refuseGlobals(file, source)).toEqual([]);
  });
});
