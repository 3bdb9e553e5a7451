import { defineConfig } from 'vitest/config'

/** The long ones: the same harness, with time to run. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['{contract,server,dev,test,tools,bench}/**/*.soak.ts'],
    globalSetup: ['test/harness/global-setup.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 3_600_000,
    hookTimeout: 120_000,
  },
})
