/** Processor time of PostgreSQL: of its processes that live and of those that are gone. Linux only, else NaN. */
import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks of /proc are hundredths of a second on every Linux that Node runs on. */
const MS_A_TICK = 10
// fields of /proc/PID/stat after the name in parentheses, the first being the state
const PARENT = 1
const USER = 11
const SYSTEM = 12
const REAPED_USER = 13
const REAPED_SYSTEM = 14

export function postgresCpuMs(postmaster: number): number {
  if (process.platform !== 'linux') return Number.NaN
  let ticks = 0
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const fields = statOf(name)
    const at = (index: number) => Number(fields[index] ?? 0)
    if (Number(name) === postmaster) ticks += at(USER) + at(SYSTEM) + at(REAPED_USER) + at(REAPED_SYSTEM)
    else if (at(PARENT) === postmaster) ticks += at(USER) + at(SYSTEM)
  }
  return ticks * MS_A_TICK
}

function statOf(pid: string): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return [] // it ended while we looked
  }
}
