/** Calls that went out, for whoever watches the process. */
import { Counter } from 'prom-client'
import { metrics } from '../../platform/metrics.ts'

const calls = new Counter({
  name: 'delivery_calls_total',
  help: 'Calls of buyers and outside checks, by what came of them',
  labelNames: ['purpose', 'outcome'] as const,
  registers: [metrics],
})

export const countCall = (purpose: 'delivery' | 'check', outcome: string): void => calls.inc({ purpose, outcome })
