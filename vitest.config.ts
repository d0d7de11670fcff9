import { defineConfig } from 'vitest/config'

const shared = { testTimeout: 30_000, hookTimeout: 60_000 }

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.ts',
            'apps/*/src/**/*.test.ts',
            'scripts/**/*.test.ts',
            'bench/**/*.test.ts',
          ],
          globalSetup: ['packages/testkit/src/postgres-server.setup.ts'],
        },
      },
      {
        test: {
          ...shared,
          name: 'journeys',
          testTimeout: 120_000,
          hookTimeout: 180_000,
          include: ['journeys/**/*.test.ts'],
          globalSetup: ['journeys/harness/setup.ts'],
          expect: { poll: { timeout: 20_000, interval: 50 } },
          fileParallelism: false,
        },
      },
    ],
  },
})
