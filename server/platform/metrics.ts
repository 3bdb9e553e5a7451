/** The process's metrics, in one place so that `/metrics` is complete. */
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

export const metrics = new Registry()
collectDefaultMetrics({ register: metrics })

/** Pages and their calls; ingestion has its own. */
export const httpSeconds = new Histogram({
  name: 'http_request_seconds',
  help: 'Time to answer, by route and status class',
  labelNames: ['site', 'method', 'route', 'status'] as const,
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [metrics],
})
