import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{contract,server,web,dev,test,tools,bench}/**/*.test.{ts,tsx}'],
    // browser tests drive a running installation and have a runner of their own (npm test runs both)
    exclude: ['**/node_modules/**', 'test/e2e/**', 'test/soak/**'],
    globalSetup: ['test/harness/global-setup.ts'],
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
