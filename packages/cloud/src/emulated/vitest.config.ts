import { defineConfig } from 'vitest/config'

/** Only `npm run test:aws` has the Python programs that these tests need. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.aws-test.ts'],
    globalSetup: ['synthesized-stacks.setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 240_000,
    // Each file has an account of its own; much of its time goes into waiting for that.
    maxWorkers: 2,
  },
})
