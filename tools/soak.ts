/**
 * `npm run soak`: the long ones (`*.soak.ts`), the tests that take more rounds when there is time, and every page in
 * every screen and theme; with a table of what they did. A name chooses among them.
 */
import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { type Outcome, ROOT, run, say } from './run.ts'

interface Report {
  testResults: {
    name: string
    startTime: number
    endTime: number
    assertionResults: { status: string }[]
  }[]
}

const chosen = process.argv.slice(2)
const SUITES = [
  { name: 'soak', args: ['--config', 'test/soak/vitest.config.ts', ...chosen] },
  { name: 'soak-pages', args: ['--config', 'test/e2e/vitest.config.ts', 'test/e2e/pages.e2e.ts'] },
]

const reportOf = (name: string): string => join(ROOT, `.cache/${name}.json`)

function soak({ name, args }: (typeof SUITES)[number]): Promise<Outcome> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportOf(name)}`]
  return run(['vitest', 'run', ...args, ...reporters], { show: true, env: { SOAK: '1' } })
}

function tell(name: string): void {
  const report: Report = JSON.parse(readFileSync(reportOf(name), 'utf8')) // what the reporter above wrote
  for (const suite of report.testResults) {
    const count = (status: string): string =>
      String(suite.assertionResults.filter((one) => one.status === status).length)
    const seconds = ((suite.endTime - suite.startTime) / 1000).toFixed(1)
    const file = relative(ROOT, suite.name).padEnd(48)
    say(`${file} ${count('passed').padStart(7)} ${count('failed').padStart(7)} ${seconds.padStart(8)}`)
  }
}

await mkdir(dirname(reportOf('soak')), { recursive: true })
const suites = chosen.length > 0 ? SUITES.slice(0, 1) : SUITES
const outcomes: Outcome[] = []
for (const suite of suites) outcomes.push(await soak(suite))
say(`\n${'suite'.padEnd(48)} ${'passed'.padStart(7)} ${'failed'.padStart(7)} ${'seconds'.padStart(8)}`)
for (const { name } of suites) tell(name)
process.exitCode = outcomes.every(({ ok }) => ok) ? 0 : 1
