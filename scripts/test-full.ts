/**
 * `npm run test:full -- GQL-03 REL-29`: runs the tests of these rows with the requirements' own numbers, and leaves for
 * each row what came out in `test/results/ROW.json`. A row is done when this has passed.
 */
import { spawnSync } from 'node:child_process';
import { glob, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { systemClock } from '#gateway';

interface JestResult {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly duration?: number;
    }[];
  }[];
}

const HOME = join(import.meta.dirname, '..');
const rows = process.argv.slice(2);
if (rows.length === 0 || rows.some((row) => !/^[A-Z]{3,4}-\d\d$/.test(row))) {
  process.stderr.write('Which rows? For example: npm run test:full -- GQL-03 REL-29\n');
  process.exit(2);
}
const outcomes: boolean[] = [];
for (const row of rows) outcomes.push(await runRow(row));
process.exitCode = outcomes.every(Boolean) ? 0 : 1;

async function runRow(row: string): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-full-'));
  const file = join(folder, 'result.json');
  const jest = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
  ];
  const args = [
    ...jest,
    '--runInBand',
    '--testNamePattern',
    row,
    ...(await filesOf(row)),
    '--json',
    '--outputFile',
    file,
  ];
  spawnSync(process.execPath, args, {
    cwd: HOME,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, TEST_SIZE: 'full' },
  });
  const result: JestResult = JSON.parse(await readFile(file, 'utf8'));
  await rm(folder, { recursive: true });
  const tests = result.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'passed' || status === 'failed')
    .map(({ fullName, status, duration }) => ({ name: fullName, status, durationMs: duration }));
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}`;
  const date = new Date(systemClock.now()).toISOString().slice(0, 10);
  const summary = {
    row,
    size: 'full',
    date,
    node: process.version,
    machine,
    passed,
    failed: tests.length - passed,
    tests,
  };
  await writeFile(join(HOME, `test/results/${row}.json`), `${JSON.stringify(summary, undefined, 2)}\n`);
  process.stdout.write(`${row}: ${passed} passed, ${tests.length - passed} failed\n`);
  return passed > 0 && passed === tests.length;
}

/** Only files that name the row: a file of which nothing runs would start its servers, and nobody would stop them. */
async function filesOf(row: string): Promise<string[]> {
  const texts = new Map<string, string>();
  for await (const file of glob('test/**/*.ts', { cwd: HOME }))
    texts.set(file, await readFile(join(HOME, file), 'utf8'));
  const naming = [...texts].flatMap(([file, text]) => (text.includes(row) ? [file] : []));
  const suites = naming.flatMap((file) =>
    file.endsWith('.test.ts')
      ? [file]
      : [...texts.keys()].filter((test) => texts.get(test)?.includes(`./${basename(file)}`)),
  );
  return [...new Set(suites)].filter((file) => file.endsWith('.test.ts'));
}
