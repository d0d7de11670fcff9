import { defineConfig } from 'vitest/config'

/** Only `npm run test:aws` has the Python programs that these tests need. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.aws-test.ts'],
    globalSetup: ['synthesized-stacks.setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
})
