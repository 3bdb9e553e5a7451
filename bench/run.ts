/**
 * `npm run bench [name...] [-- --quick] [--leads N]`: runs benches one after the other, prints a table of each and
 * keeps the figures in bench/results.json. Never asserts a time: figures are ratios, and machines differ.
 */
import { parseArgs } from 'node:util'
import type { Bench } from './bench.ts'
import { buyers } from './buyers/run.ts'
import { dashboard } from './dashboard/run.ts'
import { delivery } from './delivery/run.ts'
import { ingest } from './ingest/run.ts'
import { two } from './ingest/two.ts'
import { insert } from './insert/run.ts'
import { keepResult } from './results.ts'
import { routing } from './routing/run.ts'
import { stored } from './stored/run.ts'
import { figureRows, tableOf } from './table.ts'

const BENCHES: readonly Bench[] = [routing, ingest, two, insert, buyers, delivery, stored, dashboard]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, leads: { type: 'string', default: '10000000' } },
})

const say = (line: string) => void process.stdout.write(`${line}\n`)

function chosen(names: readonly string[]): readonly Bench[] {
  if (names.length === 0) return BENCHES.filter((bench) => !bench.long)
  const unknown = names.find((name) => !BENCHES.some((bench) => bench.name === name))
  if (unknown !== undefined) {
    say(`There is no bench ${unknown}. There are:`)
    for (const { name, about } of BENCHES) say(`  ${name.padEnd(10)}${about}`)
    process.exitCode = 1
    return []
  }
  return BENCHES.filter((bench) => names.includes(bench.name))
}

for (const bench of chosen(positionals)) {
  say(`\n${bench.name}: ${bench.about}`)
  const measured = await bench.run({ quick: values.quick, leads: Number(values.leads), say })
  say(`\n${tableOf(measured.rows)}\n${tableOf(figureRows(measured.figures))}`)
  // what was measured in a hurry does not take the place of what was measured well
  if (!values.quick) keepResult(bench.name, measured)
}
