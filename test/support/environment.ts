/** Runs before each test file, once Jest is ready: nothing is left over, and nothing is written to the console. */
import { afterAll, afterEach, beforeEach, jest } from '@jest/globals';
import { failOnConsole } from './fail-on-console.ts';
import { enterTest, leaveFile, leaveTest } from './leftovers.ts';

// Generous, for busy machines: a test that waits for something real must not fail because of its neighbours.
jest.setTimeout(60_000);

// oxlint-disable-next-line no-console -- the one place that takes the console away
const watch = failOnConsole(console);

beforeEach(enterTest);
afterEach(leaveTest);
afterEach(() => watch.check());
afterAll(leaveFile);
afterAll(() => watch.check());
