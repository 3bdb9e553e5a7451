import { defineConfig } from 'vitest/config'

/** Tests of `npm test` that take more rounds with SOAK set. */
const LONGER = [
  'server/billing/history.property.test.ts',
  'server/billing/hot-wallet.test.ts',
  'server/intake/distribution.test.ts',
  'server/intake/invariants.test.ts',
  'server/returns/returns.property.test.ts',
  'test/faults/crash.test.ts',
  'test/fuzz.test.ts',
]

/** The long ones: the same harness, with time to run. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['{contract,server,dev,test,tools,bench}/**/*.soak.ts', ...LONGER],
    globalSetup: ['test/harness/global-setup.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 3_600_000,
    hookTimeout: 120_000,
  },
})
