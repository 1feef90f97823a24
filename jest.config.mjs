/**
 * One project for each kind of test. Node strips the types itself: there is no transform.
 * Run it with `npm run jest -- PATH`.
 */
const project = (name) => ({
  displayName: name,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  transform: {},
  extensionsToTreatAsEsm: ['.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/test/.tmp'],
  setupFiles: ['<rootDir>/test/support/repair-error-instanceof.ts'],
  setupFilesAfterEnv: ['<rootDir>/test/support/environment.ts'],
});

export default {
  projects: ['unit', 'architecture', 'contract', 'integration', 'browser'].map(project),
  maxWorkers: 2,
  globalSetup: '<rootDir>/test/support/install-tools.mjs',
  reporters: ['default', '<rootDir>/test/support/closing-line-reporter.mjs'],
};
