/** `npm run check`: everything about the code that can be told without running it. Under 30 s on two cores. */
import { checkBoundaries } from './boundaries.ts'
import { listFiles } from './files.ts'
import { checkHouse } from './house.ts'
import { breaches, measure, readLimits } from './ratchet.ts'
import { inParallel, type Outcome, ROOT, run, say, step } from './run.ts'
import { type Fault, printFault, readSources, type Source } from './source.ts'
import { checkTexts } from './texts.ts'

/** An outcome from a list of complaints: none is good. */
function fromList(complaints: readonly string[]): Promise<Outcome> {
  return Promise.resolve({ ok: complaints.length === 0, output: complaints.join('\n') })
}

const fromFaults = (faults: readonly Fault[]): Promise<Outcome> => fromList(faults.map(printFault))

/** Commands of their own process: they overlap with each other and, while they wait, with ours. */
const COMMANDS: readonly [name: string, command: string[]][] = [
  ['types', ['tsc', '-p', 'tsconfig.json']],
  ['types: web', ['tsc', '-p', 'web/tsconfig.json']],
  ['lint and format', ['biome', 'ci', '--error-on-warnings', '--reporter=concise', '--colors=off']],
  ['row types are fresh', ['node', 'tools/row-types.ts']],
  ['dead code', ['knip', '--no-progress', '--no-config-hints']],
]

/** Rules of our own, on one parse of every file. */
function ownChecks(paths: string[], sources: Source[]): (() => Promise<boolean>)[] {
  return [
    () => step('boundaries', () => fromFaults(checkBoundaries(sources))),
    () => step('house rules', () => fromFaults(checkHouse(sources))),
    () => step('sizes', () => fromList(breaches(measure(sources), readLimits(ROOT)))),
    () => step('no registry named', () => fromFaults(checkTexts(ROOT, paths))),
  ]
}

/** Runs every check; true when all are green. */
export async function check(): Promise<boolean> {
  const commands = COMMANDS.map(
    ([name, command]) =>
      () =>
        step(name, () => run(command)),
  )
  const paths = listFiles(ROOT)
  return inParallel(2, [...commands, ...ownChecks(paths, readSources(ROOT, paths))])
}

if (import.meta.main) {
  const started = performance.now()
  const green = await check()
  say(`${green ? 'green' : 'RED'} in ${((performance.now() - started) / 1000).toFixed(1)} s`)
  process.exitCode = green ? 0 : 1
}
