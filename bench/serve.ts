/** The side of a measured server that talks to its bench. */
import { metrics } from '../server/platform/metrics.ts'
import type { Told } from './processes.ts'

/** Sends the port; afterwards, when asked, what this process counted and the processor time it took. */
export function announce(port: number): void {
  process.send?.({ port })
  process.on('message', () => {
    void counters().then((counted) => {
      const { user, system } = process.cpuUsage()
      const told: Told = { cpuMs: (user + system) / 1000, counters: counted }
      process.send?.(told)
    })
  })
  // a plain exit, so that a profile of the process is written
  process.on('SIGTERM', () => process.exit(0))
  process.on('disconnect', () => process.exit(0))
}

async function counters(): Promise<Record<string, number>> {
  const counted: Record<string, number> = {}
  for (const { name, type, values } of await metrics.getMetricsAsJSON()) {
    // prom-client's own name of the type of a counter
    if (String(type) !== 'counter' || !name.startsWith('intake_')) continue
    for (const { labels, value } of values) counted[[name, ...Object.values(labels)].join(' ')] = value
  }
  return counted
}
