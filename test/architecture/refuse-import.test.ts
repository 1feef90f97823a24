import { describe, expect, it } from '@jest/globals';
import { importsOf } from './imports-of.ts';
import { refuseImport } from './refuse-import.ts';

const refusal = (file: string, source: string) => importsOf(file, source).map(refuseImport).join();

describe('the import rules', () => {
  it.each([
    ['gateway/http/app.ts', `import { a } from '../../schemas/a.ts'`, 'knows no client'],
    ['gateway/http/app.ts', `import { a } from '../../mocks/a.ts'`, 'knows no client'],
    ['gateway/http/app.ts', `import { a } from '../../web-bff/config.ts'`, 'knows no client'],
    ['gateway/http/app.ts', `import { a } from '../graphql/route.ts'`, 'siblings'],
    ['gateway/gates/csrf.ts', `import type { A } from '../http/app.ts'`, 'http stands above gates'],
    [
      'gateway/gates/csrf.ts',
      `export { a } from '../create-gateway.ts'`,
      'create-gateway stands above gates',
    ],
    ['gateway/execution/plan.ts', `import { a } from '../contract/validators.ts'`, 'index.ts alone'],
    ['gateway/http/app.ts', `import { a } from '../junk-drawer/a.ts'`, 'no place yet'],
    ['gateway/read-schemas.ts', `import { a } from './clock.ts'`, 'contracts alone'],
    ['gateway/http/app.ts', `import { request } from 'undici'`, 'undici belongs to gateway/upstream/'],
    ['gateway/http/app.ts', `const a = await import('undici')`, 'undici belongs to gateway/upstream/'],
    ['gateway/http/app.ts', `const a = import.meta.resolve('undici')`, 'undici belongs to gateway/upstream/'],
    ['gateway/http/app.ts', `import 'left-pad'`, 'left-pad has no owner'],
    ['gateway/http/app.ts', 'await import(name)', 'must stand in the file'],
    ['schemas/read.ts', `import 'node:fs'`, 'import nothing'],
    ['schemas/generated/a.ts', `import type { A } from '#gateway'`, 'import nothing'],
    ['mocks/serve.ts', `import { a } from '#binding'`, 'mocks know contracts'],
    ['mocks/serve.ts', `import { a } from '../gateway/errors.ts'`, 'mocks know contracts'],
    ['mocks/serve.ts', `import express from 'express'`, 'express belongs to gateway/http/'],
    ['cli/check.ts', `import { a } from '#gateway'`, 'loads no server'],
    ['bin/gatehouse.js', `import '../scripts/start.ts'`, 'the command line and nothing else'],
    ['scripts/start.ts', `import { a } from '../gateway/http/app.ts'`, 'scripts enter the gateway'],
    ['web-bff/main.ts', `import { a } from '../mobile-bff/config.ts'`, 'web-bff knows #gateway'],
    ['web-bff/main.ts', `import { a } from '#contract'`, 'web-bff knows #gateway'],
    ['tv-bff/main.ts', `import { a } from '../gateway/errors.ts'`, 'tv-bff knows #gateway'],
    ['web-bff/main.ts', `import { z } from 'zod'`, 'zod belongs to gateway/options.ts'],
  ])('refuse in %s: %s', (file, source, reason) => {
    expect(refusal(file, source)).toContain(reason);
  });

  it.each([
    ['gateway/index.ts', `export { a } from './errors.ts'`],
    [
      'gateway/http/app.ts',
      `import { a } from './health.ts'; import { b } from '../errors.ts'; import 'node:http'`,
    ],
    [
      'gateway/execution/plan.ts',
      `import { a } from '../contract/index.ts'; import { b } from '../upstream/upstream.ts'`,
    ],
    ['gateway/read-schemas.ts', `import { a } from './contract/index.ts'`],
    [
      'mocks/main.ts',
      `import { a } from '#contract'; import * as b from '#schemas/seed.ts'; import { http } from 'msw'`,
    ],
    ['cli/main.ts', `import { a } from '#binding'; import { b } from '../mocks/serve.ts'`],
    ['web-bff/main.ts', `import { a } from '#gateway'; import { b } from './config.ts'`],
    ['scripts/generate.ts', `import { a } from '../web-bff/config.ts'; import { parse } from 'graphql'`],
    ['schemas/generated/services.ts', `import type * as a from './services/a.ts'`],
    ['schemas/generated/web/documents.ts', `import type { A } from '@graphql-typed-document-node/core'`],
    ['test/unit/http/app.test.ts', `import 'undici'; import '../../../gateway/http/app.ts'`],
  ])('let %s pass: %s', (file, source) => {
    expect(refusal(file, source).replaceAll(',', '')).toBe('');
  });

  it('do not take comments, strings and properties for imports', () => {
    const source = `// import 'undici'\nconst a = "import 'undici'"; b.import('undici'); export const from = 'undici';`;
    expect(importsOf('gateway/http/app.ts', source)).toEqual([]);
  });
});
