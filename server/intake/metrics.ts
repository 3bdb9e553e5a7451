/** What ingestion counts for operators: batches, leads by code, and batches decided again. */
import { Counter } from 'prom-client'
import { metrics } from '../platform/metrics.ts'
import type { Answer } from './answer.ts'

const batches = new Counter({
  name: 'intake_batches_total',
  help: 'Batches of leads that were answered',
  registers: [metrics],
})
const leads = new Counter({
  name: 'intake_leads_total',
  help: 'Posts that were answered, by code',
  labelNames: ['code'] as const,
  registers: [metrics],
})
const retries = new Counter({
  name: 'intake_retries_total',
  help: 'Batches read and decided again: the guard that no longer held, a newer campaign, or a buyer not read',
  labelNames: ['reason'] as const,
  registers: [metrics],
})

/** Once a batch, so that a lead costs nothing here. */
export function countBatch(answers: readonly Answer[]): void {
  batches.inc()
  const codes = new Map<number, number>()
  for (const { code } of answers) codes.set(code, (codes.get(code) ?? 0) + 1)
  for (const [code, count] of codes) leads.inc({ code }, count)
}

/** A lead that was answered after calls. */
export function countAnswer({ code }: Answer): void {
  leads.inc({ code })
}

/** @param reason the guard's name, 'stale' or 'unread' */
export function countRetry(reason: string): void {
  retries.inc({ reason })
}
