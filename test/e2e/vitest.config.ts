import { defineConfig } from 'vitest/config'

/** Browser journeys: each starts an installation of its own, so one file at a time is as much as two cores bear. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/e2e/**/*.e2e.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
