import type { ImportDetails, ImportKind } from '../../../contract/api/imports.ts'
import { count } from '../../lib/format.ts'
import type { State } from '../../ui/Status.tsx'

export const KINDS: Record<ImportKind, string> = { leads: 'Leads', returns: 'Returns' }

type Of = Pick<ImportDetails, 'state' | 'phase' | 'total' | 'done' | 'faulty'>

const BADGES: Record<Of['state'], { state: State; word: string }> = {
  uploading: { state: 'pending', word: 'Uploading' },
  ready: { state: 'pending', word: 'Choose columns' },
  checking: { state: 'in_process', word: 'Dry run' },
  checked: { state: 'pending', word: 'Ready to run' },
  running: { state: 'in_process', word: 'Running' },
  paused: { state: 'paused', word: 'Paused' },
  stopped: { state: 'cancelled', word: 'Stopped' },
  done: { state: 'active', word: 'Done' },
  failed: { state: 'failed', word: 'Failed' },
}
const NOTHING_GOOD = { state: 'failed', word: 'No row is good' } as const
export const badgeOf = ({ state, total, faulty }: Of) =>
  state === 'checked' && faulty === total ? NOTHING_GOOD : BADGES[state]

const rowsOf = (rows: number): string => (rows === 1 ? '1 row' : `${count(rows)} rows`)

/** What the rows came to, in a line. */
export function cameTo({ state, phase, total, done, faulty }: Of): string {
  if (state === 'uploading' || state === 'ready') return total > 0 ? rowsOf(total) : '–'
  const good = done - faulty
  if (phase === 'check') return `${count(good)} good, ${count(faulty)} with faults, of ${count(total)}`
  return `${count(good)} imported, ${count(faulty)} left out, of ${count(total)}`
}
