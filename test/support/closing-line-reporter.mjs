import { relative } from 'node:path';

/** Foreign suites that switch tests off by themselves, and how many of them. Apollo's waits for @defer and @stream. */
const SKIPPED_BY_OTHERS = { 'test/contract/apollo-suite.test.ts': 24 };

/**
 * Closes a run with one plain line that people and scripts read alike: `12 passed, 0 failed`. With `CI` set, nothing
 * may be skipped: a suite that missed what it needs must not look like one that passed.
 */
class ClosingLineReporter {
  #home;
  #refusal;

  constructor({ rootDir }) {
    this.#home = rootDir;
  }

  onRunComplete(_contexts, results) {
    if (process.env.CI) this.#refusal = refuseSkipped(results, this.#home);
    // Jest's own summary always comes after every other reporter, so this line waits for the process to end.
    process.once('exit', () => {
      if (this.#refusal !== undefined) process.stdout.write(`${this.#refusal.message}\n`);
      process.stdout.write(`${closingLine(results)}\n`);
    });
  }

  /** Jest fails a run whose reporters have an error. */
  getLastError() {
    return this.#refusal;
  }
}

function refuseSkipped({ testResults }, home) {
  const files = testResults.flatMap(({ testFilePath, numPendingTests, numTodoTests }) => {
    const file = relative(home, testFilePath);
    const skipped = numPendingTests + numTodoTests;
    return skipped > (SKIPPED_BY_OTHERS[file] ?? 0) ? [`${skipped} in ${file}`] : [];
  });
  return files.length === 0 ? undefined : new Error(`nothing may be skipped here: ${files.join(', ')}`);
}

/** A file that could not be run at all counts as one failure, so that it cannot hide. */
function closingLine({
  numPassedTests,
  numFailedTests,
  numRuntimeErrorTestSuites,
  numPendingTests,
  numTodoTests,
}) {
  const skipped = numPendingTests + numTodoTests;
  const counts = [`${numPassedTests} passed`, `${numFailedTests + numRuntimeErrorTestSuites} failed`];
  return (skipped > 0 ? [...counts, `${skipped} skipped`] : counts).join(', ');
}

// oxlint-disable-next-line import/no-default-export -- Jest takes a reporter's default export
export default ClosingLineReporter;
