/**
 * `npm run figures`: asks every operation of large documents that nobody here wrote, and writes what came out into
 * `docs/mocks.md`. Takes some minutes.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--runInBand',
    'test/integration/foreign/every-operation',
  ],
  { cwd: join(import.meta.dirname, '..'), stdio: 'inherit', env: { ...process.env, TEST_SIZE: 'full' } },
);
process.exitCode = status ?? 1;
