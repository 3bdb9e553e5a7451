/** bench/results.json: the newest figures of each bench, each with the machine it was measured on. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import path from 'node:path'
import { systemClock } from '../server/platform/clock.ts'
import { findBinaries } from '../server/platform/postgres/binaries.ts'
import { identityFor } from '../server/platform/postgres/identity.ts'
import { type Figure, type Measured, metOf, type Row } from './bench.ts'
import { rounded } from './statistics.ts'

const FILE = path.join(import.meta.dirname, 'results.json')

interface Result {
  machine: { cpu: string; cores: number; node: string; postgres: string }
  date: string
  figures: (Figure & { met: string })[]
  rows: Row[]
}

function machineOf(): Result['machine'] {
  const { postgres } = findBinaries(identityFor(import.meta.dirname))
  const version = execFileSync(postgres, ['--version'], { encoding: 'utf8' })
    .replace(/^.*\) /, '')
    .trim()
  return { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version, postgres: version }
}

function readResults(): Record<string, Result> {
  // the file is written below
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Result>) : {}
}

/** Puts one bench's result in the place of its last one; the others stay. */
export function keepResult(name: string, measured: Measured): void {
  const figures = measured.figures.map((figure) => ({
    ...figure,
    measured: rounded(figure.measured),
    met: metOf(figure),
  }))
  const rows = measured.rows.map((row) => Object.fromEntries(Object.entries(row).map(roundedEntry)))
  const result: Result = { machine: machineOf(), date: systemClock.now().toISOString(), figures, rows }
  writeFileSync(FILE, `${JSON.stringify({ ...readResults(), [name]: result }, null, 2)}\n`)
}

function roundedEntry([key, value]: [string, string | number]): [string, string | number] {
  return [key, typeof value === 'number' ? rounded(value) : value]
}
