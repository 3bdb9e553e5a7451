/** `npm run soak`: the same properties with hours instead of seconds (`*.soak.ts`), and a table of what they did. */
import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { ROOT, run, say } from './run.ts'

const REPORT = join(ROOT, '.cache/soak.json')

interface Report {
  testResults: {
    name: string
    startTime: number
    endTime: number
    assertionResults: { status: string }[]
  }[]
}

await mkdir(dirname(REPORT), { recursive: true })
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`]
const { ok } = await run(
  ['vitest', 'run', '--config', 'test/soak/vitest.config.ts', ...reporters, ...process.argv.slice(2)],
  {
    show: true,
    env: { SOAK: '1' },
  },
)

const report: Report = JSON.parse(readFileSync(REPORT, 'utf8'))
say(`\n${'suite'.padEnd(48)} ${'passed'.padStart(7)} ${'failed'.padStart(7)} ${'seconds'.padStart(8)}`)
for (const suite of report.testResults) {
  const count = (status: string): string => String(suite.assertionResults.filter((one) => one.status === status).length)
  const seconds = ((suite.endTime - suite.startTime) / 1000).toFixed(1)
  const name = relative(ROOT, suite.name).padEnd(48)
  say(`${name} ${count('passed').padStart(7)} ${count('failed').padStart(7)} ${seconds.padStart(8)}`)
}
process.exitCode = ok ? 0 : 1
