export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/workflows', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  // Pictures are taken of a demonstration that runs already: no test without its address.
  testPathIgnorePatterns: ['/node_modules/', ...(process.env.SCREENSHOTS_OF ? [] : ['/test/browser/screenshots'])],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'es6' },
      },
    ],
  },
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  maxWorkers: 2,
  workerIdleMemoryLimit: '512MB',
  // Nothing is asserted about time: a test that hangs is ended, a slow machine is not a failure.
  testTimeout: 60_000,
};
